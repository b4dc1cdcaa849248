package org.kvmsh.dsl.plan.step;

import java.util.List;
import org.kvmsh.dsl.config.VmConfig;

/** Turns one part of a configuration into steps, or refuses it, without creating anything. */
public interface Lowering {
    void lower(VmConfig config, HostFacts host, List<Step> steps);

    /**
     * Refuses a configuration that KVM accepts but that cannot work: called before {@link #lower}, unless the script
     * wants the kernel's own refusal.
     */
    default void check(VmConfig config, HostFacts host) {}
}
