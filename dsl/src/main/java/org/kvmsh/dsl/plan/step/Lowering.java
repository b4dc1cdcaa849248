package org.kvmsh.dsl.plan.step;

import java.util.List;
import org.kvmsh.dsl.config.VmConfig;

/** Turns one part of a configuration into steps, or refuses it; nothing is made while it does. */
public interface Lowering {
    void lower(VmConfig config, HostFacts host, List<Step> steps);

    /** Refuses what steps could be made of and a kernel would refuse, at once, later or without a word: asked before {@link #lower}, unless the kernel is to say so itself. */
    default void check(VmConfig config, HostFacts host) { }
}
