package org.kvmsh.dsl.plan.step;

import java.util.List;
import org.kvmsh.dsl.config.VmConfig;

/** Turns one part of a spec into steps, or refuses it; nothing is made while it does. */
public interface Lowering {
    void lower(VmConfig spec, HostFacts host, List<Step> steps);

    /** Refuses what steps could be made of and a kernel would refuse, at once, later or without a word: asked before {@link #lower}, unless the kernel is to say so itself. */
    default void check(VmConfig spec, HostFacts host) { }
}
