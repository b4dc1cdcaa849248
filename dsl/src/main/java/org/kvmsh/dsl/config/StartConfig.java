package org.kvmsh.dsl.config;

import org.kvmsh.dsl.script.Site;

/**
 * Where a vCPU begins to run, and in which mode.
 *
 * @param address null for the entry of the ELF file that is loaded
 * @param tables where the page tables of LONG64 are to be; null where the plan may choose
 */
public record StartConfig(Mode mode, Long address, Long tables, Site site) {
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
