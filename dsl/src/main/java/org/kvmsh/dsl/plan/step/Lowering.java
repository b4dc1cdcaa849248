package org.kvmsh.dsl.plan.step;

import java.util.List;
import org.kvmsh.dsl.spec.VmSpec;

/** Turns one part of a spec into steps, or refuses it; nothing is made while it does. */
public interface Lowering {
    void lower(VmSpec spec, HostFacts host, List<Step> steps);

    /** Refuses what steps could be made of and a kernel would refuse, at once, later or without a word: asked before {@link #lower}, unless the kernel is to say so itself. */
    default void check(VmSpec spec, HostFacts host) { }
}
