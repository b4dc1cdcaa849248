package org.kvmsh.dsl.machine;

import java.util.List;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The states to which one machine can return: its snapshots, and what its last writes have replaced. */
public final class KeptStates {
    private final Machine machine;
    private final Bringup made;
    private final Snapshots named = new Snapshots();
    private Snapshot last;

    KeptStates(Machine machine, Bringup made) {
        this.machine = machine;
        this.made = made;
    }

    Snapshots named() {
        return named;
    }

    Snapshot last() {
        if (last == null) {
            throw new ScriptError(Site.UNKNOWN, "no snapshot to restore", "try: def before = m.snapshot()");
        }
        return last;
    }

    Snapshot take() {
        machine.checkIdle("take a snapshot");
        machine.vcpus().forEach(MachineVcpu::complete);
        last = Snapshot.of(made);
        return last;
    }

    void restore(Snapshot snapshot) {
        machine.checkIdle("restore a snapshot");
        machine.changes().end("restoring a snapshot");
        machine.vcpus().forEach(MachineVcpu::complete);
        machine.vcpus().forEach(MachineVcpu::moved);
        machine.vcpus().forEach(vcpu -> vcpu.written().forget());
        List<String> refused = snapshot.restore();
        if (!refused.isEmpty()) {
            throw new ScriptError(Site.UNKNOWN, "the kernel refused part of the snapshot", refused.toArray(String[]::new));
        }
    }

    Undone undo(int count) {
        machine.checkIdle("undo writes");
        return new Undone(machine.changes().undo(count), count);
    }
}
