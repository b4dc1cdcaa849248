package org.kvmsh.dsl.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.kvmsh.dsl.script.Site;

/**
 * The address at which a vCPU begins to run, and its mode.
 *
 * @param address null for the entry of the ELF file that is loaded
 * @param tables where the page tables of LONG64 are to be; null if the plan may choose
 * @param vectors the guest's own handlers of exceptions, each a label of its code or an address, by the vector's name
 *     or number; every other exception is reported; null for no exception vectors of kvmsh
 */
public record StartConfig(Mode mode, Long address, Long tables, Map<String, Object> vectors, Site site) {
    public StartConfig {
        vectors = vectors == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(vectors));
    }

    /** The same with symbols replaced by addresses. */
    public StartConfig at(Long begins, Map<String, Object> handlers) {
        return new StartConfig(mode, begins, tables, handlers, site);
    }

    /** The modes that a script can ask for. */
    public enum Mode {
        /** The mode that the architecture's reset leaves a vCPU in. */
        RESET,
        /** x86: 16-bit real mode. */
        REAL,
        /** x86: 32-bit protected mode with flat segments, without paging. */
        PROT32,
        /** x86: 64-bit mode, every address is itself. */
        LONG64
    }
}
