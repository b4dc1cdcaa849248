package org.kvmsh.dsl.machine.change;

import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.machine.vcpu.LiveMachine;
import org.kvmsh.dsl.machine.vcpu.MachineShape;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The states to which one machine can return: its snapshots, and what its last writes have replaced. */
public final class KeptStates {
    private final LiveMachine machine;
    private final Changes changes;
    private final String board;
    private final Bringup made;
    /** The number of times that each call was taken when the machine was created. */
    private final Map<String, Integer> before;

    private final Snapshots named = new Snapshots();
    private Snapshot last;

    /** @param board as messages name it */
    public KeptStates(LiveMachine machine, Changes changes, String board) {
        this.machine = machine;
        this.changes = changes;
        this.board = board;
        this.made = machine.made();
        this.before = made.vm().taken();
    }

    /** The snapshots that have a name. */
    public Snapshots named() {
        return named;
    }

    /** The last snapshot; refused before the first. */
    public Snapshot last() {
        if (last == null) {
            throw new ScriptError(Site.UNKNOWN, "no snapshot to restore", "try: def before = m.snapshot()");
        }
        return last;
    }

    /** Takes a snapshot; refused while the guest runs. */
    public Snapshot take() {
        machine.checkIdle("take a snapshot");
        last = new Snapshot(read());
        return last;
    }

    /** Reads the state as it is now; the guest does not run. */
    public MachineState read() {
        machine.engines().forEach(VcpuEngine::complete);
        return MachineState.of(name(), made, before);
    }

    /** The first general register that is not as in a state, or memory; empty if all are. */
    public String firstDifference(MachineState state) {
        return state.firstDifference(made);
    }

    /** The machine, in words. */
    private String name() {
        Site site = machine.config().site();
        return (site == null || site.source().isEmpty() ? "a machine" : "the machine at " + site) + " on " + board;
    }

    /**
     * @throws ScriptError if the snapshot is of a machine with other memory, vCPUs or devices; nothing is changed then
     */
    public void restore(MachineState snapshot) {
        machine.checkIdle("restore a snapshot");
        List<String> differences = snapshot.shape().differences(MachineShape.of(made)).stream()
                .map(Object::toString)
                .toList();
        if (differences.isEmpty() && !snapshot.isOf(made)) {
            differences = snapshot.lacking(made);
        }
        if (!differences.isEmpty()) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "a snapshot of " + snapshot.machine() + " does not fit " + name(),
                    differences.toArray(String[]::new));
        }
        changes.end("restoring a snapshot");
        machine.engines().forEach(VcpuEngine::complete);
        machine.engines().forEach(VcpuEngine::moved);
        machine.engines().forEach(vcpu -> vcpu.written().forget());
        List<String> refused = snapshot.restore(made);
        if (!refused.isEmpty()) {
            throw new ScriptError(
                    Site.UNKNOWN, "the kernel refused part of the snapshot", refused.toArray(String[]::new));
        }
    }

    /** Takes the last writes back; refused while the guest runs. */
    public Undone undo(int count) {
        machine.checkIdle("undo writes");
        return new Undone(changes.undo(count), count);
    }
}
