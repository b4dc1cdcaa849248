package org.kvmsh.dsl.machine.live;

/** A machine as its words see it. What a script's class has returns this, so a start does not load the parts. */
public interface HasMachineParts {
    /** The parts that the words act on. */
    MachineParts machineParts();
}
