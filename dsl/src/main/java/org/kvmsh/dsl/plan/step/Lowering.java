package org.kvmsh.dsl.plan.step;

import java.util.List;
import org.kvmsh.dsl.config.VmConfig;

/** Turns one part of a configuration into steps, or refuses it; nothing is made while it does. */
public interface Lowering {
    void lower(VmConfig config, HostFacts host, List<Step> steps);

    /** Refuses what steps could be made of, no rule of KVM's refuses, and goes wrong all the same: asked before {@link #lower}, unless the kernel is to have the last word. */
    default void check(VmConfig config, HostFacts host) { }
}
