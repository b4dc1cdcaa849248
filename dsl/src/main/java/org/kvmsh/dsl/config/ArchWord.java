package org.kvmsh.dsl.config;

import java.util.List;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.script.Site;

/**
 * A word used by a script that exists only on some architectures.
 *
 * @param text as messages name it: {@code platform SPAPR}
 * @param of   the architectures that have it
 */
public record ArchWord(String text, List<Arch> of, Site site) {
    public ArchWord {
        of = List.copyOf(of);
    }
}
