package org.kvmsh.dsl.machine.word;

import org.kvmsh.dsl.machine.change.Moved;
import org.kvmsh.dsl.machine.change.Snapshot;
import org.kvmsh.dsl.machine.change.Snapshots;
import org.kvmsh.dsl.machine.change.Undone;
import org.kvmsh.dsl.machine.live.HasMachineParts;
import org.kvmsh.dsl.word.AlsoOfTopLevel;
import org.kvmsh.dsl.word.Word;

/** The words that keep a machine's state and return to it. */
public interface KeepingWords extends AlsoOfTopLevel {
    /** The machine that the words act on. */
    HasMachineParts actedOn();

    @Word(
            value = "save the state of all vCPUs and memory for restore, under a name if one is given; the snapshot"
                    + " lists what it does not include",
            example = "def before = m.snapshot()")
    default Snapshot snapshot() {
        return actedOn().machineParts().kept().take();
    }

    /** {@code m.snapshot 'before'}. */
    default Snapshot snapshot(String name) {
        Snapshot taken = actedOn().machineParts().kept().take();
        actedOn().machineParts().kept().named().put(name, taken);
        return taken;
    }

    @Word(value = "the named snapshots", example = "m.snapshots")
    default Snapshots getSnapshots() {
        return actedOn().machineParts().kept().named();
    }

    @Word(
            value = "restore all vCPUs and memory from a snapshot, given by name or as a value (default: the"
                    + " last one)",
            example = "m.restore 'before'")
    default void restore(Snapshot snapshot) {
        actedOn().machineParts().restore(snapshot);
    }

    /** {@code m.restore 'before'}. */
    default void restore(String name) {
        restore(actedOn().machineParts().kept().named().get(name));
    }

    default void restore() {
        restore(actedOn().machineParts().kept().last());
    }

    @Word(
            value = "move the machine into a new VM on the same board, created by the same calls: all state is read,"
                    + " set in the new VM, read again and compared, and the guest continues there. In a handler, the"
                    + " machine moves once the exit is complete",
            example = "m.moved().differences")
    default Moved moved() {
        return actedOn().machineParts().moved();
    }

    @Word(
            value = "in the shell only: undo the last COUNT writes (default 1) made to registers and memory"
                    + " with regs, reg, mem and load; running the guest clears the list of writes",
            example = "m.undo 3",
            shell = true)
    default Undone undo(int count) {
        return actedOn().machineParts().kept().undo(count);
    }

    default Undone undo() {
        return undo(1);
    }
}
