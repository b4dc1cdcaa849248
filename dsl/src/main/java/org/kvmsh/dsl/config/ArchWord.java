package org.kvmsh.dsl.config;

import java.util.Collection;
import java.util.List;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.script.Site;

/**
 * A word used by a script that exists only on some architectures.
 *
 * @param text as messages name it: {@code platform SPAPR}
 * @param of the architectures that have it
 * @param proposed the ioctls of posted patches that give it to any architecture, by name
 */
public record ArchWord(String text, List<Arch> of, List<String> proposed, Site site) {
    public ArchWord {
        of = List.copyOf(of);
        proposed = List.copyOf(proposed);
    }

    public ArchWord(String text, List<Arch> of, Site site) {
        this(text, of, List.of(), site);
    }

    /** Whether a board has it, by its architecture and the ioctls of posted patches that its kernel has. */
    public boolean isOn(Arch arch, Collection<String> ioctls) {
        return of.contains(arch) || proposed.stream().anyMatch(ioctls::contains);
    }
}
