package org.kvmsh.dsl.reference;

import java.util.Collection;
import java.util.List;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.arch.Architecture;

/** The modules besides {@code kvm} of which KVM needs one on a board's architecture. */
public final class LackingModules {
    private static final String KVM = "kvm ";

    private LackingModules() {}

    /**
     * The modules of which one is needed; none if one is loaded, or if KVM is no module.
     *
     * @param procModules the text of /proc/modules; null if the board does not show it
     * @param loaded the names in /sys/module
     */
    public static List<String> of(Arch arch, String procModules, Collection<?> loaded) {
        List<String> needed = Architecture.of(arch).kvmModules();
        boolean isModule = procModules != null && procModules.lines().anyMatch(line -> line.startsWith(KVM));
        return isModule && needed.stream().noneMatch(loaded::contains) ? needed : List.of();
    }
}
