package org.kvmsh.dsl.machine.change;

import java.util.List;
import java.util.function.Consumer;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.MadeStep;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.Step;

/** Plans additions to an existing machine and executes them. */
public interface Adding {
    /**
     * Adds to a machine.
     *
     * @param before the machine's configuration
     * @param added what is added to it
     * @param steps those that created it
     * @param made what they created
     * @param done receives each step that was made, even if the next one is refused
     * @return what was added, with the sizes of its files
     */
    VmConfig add(VmConfig before, VmConfig added, List<MadeStep> steps, Bringup made, Consumer<MadeStep> done);

    /**
     * Makes a step on a live machine.
     *
     * @param number of the machine's steps
     */
    MadeStep make(Step step, int number, Bringup made);
}
