package org.kvmsh.dsl.plan;

import org.kvmsh.dsl.spec.Site;

/** One thing that is done to a kernel to give what a spec asks for, and where the script asked. */
public interface Step {
    /** What is done, in words. */
    String text();

    Site site();

    void perform(Bringup machine);
}
