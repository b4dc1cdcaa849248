package org.kvmsh.dsl.machine;

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
     * @param before what the machine is
     * @param added  what it is to be besides
     * @param steps  those that have made it
     * @param made   what they made
     * @param done   takes each step that was made, also where the next one is refused
     * @return what was added, its files measured
     */
    VmConfig add(VmConfig before, VmConfig added, List<MadeStep> steps, Bringup made, Consumer<MadeStep> done);

    /**
     * Makes a step of a machine that exists.
     *
     * @param number of the machine's steps
     */
    MadeStep make(Step step, int number, Bringup made);
}
