package org.kvmsh.dsl.machine.change;

import java.util.List;
import org.kvmsh.dsl.machine.vcpu.HasRegisters;
import org.kvmsh.dsl.machine.vcpu.MachineShape;
import org.kvmsh.dsl.machine.vcpu.RegisterValues;
import org.kvmsh.dsl.word.Word;

/** What a script holds of a saved state. */
public final class Snapshot extends HasRegisters {
    private final MachineState state;

    Snapshot(MachineState state) {
        this.state = state;
    }

    /** The state. */
    public MachineState state() {
        return state;
    }

    @Override
    protected MachineShape shape() {
        return state.shape();
    }

    @Override
    protected RegisterValues values() {
        return state.values();
    }

    @Word(
            value = "the parts of the state missing from the snapshot, each with the reason (for example, no"
                    + " call returns it or kvmsh does not read it)",
            example = "before.missing")
    public List<String> getMissing() {
        return state.missing();
    }

    @Override
    public String toString() {
        return state.toString();
    }
}
