package org.kvmsh.dsl.machine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.call.StructDifference;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;
import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.dsl.word.Word;

/** General registers as they were when they were read. */
public final class RegisterValues implements Fitting {
    private final Arch arch;
    private final Map<String, Long> values;

    RegisterValues(Arch arch, Map<String, Long> values) {
        this.arch = arch;
        this.values = new LinkedHashMap<>(values);
    }

    /** Whether it has registers to compare. */
    public static boolean hasRegisters(Object value) {
        return value instanceof RegisterValues || value instanceof Registers || value instanceof MachineVcpu || value instanceof Machine || value instanceof Snapshot || value instanceof Outcome;
    }

    /** The registers that differ, each with what it held in one and in the other; of two machines or snapshots also the memslots, vCPUs and devices that only one has. */
    public static StructDifference difference(Object one, Object other) {
        RegisterValues before = of(one);
        RegisterValues after = of(other);
        if (before.arch != after.arch) {
            throw new ScriptError(Site.UNKNOWN, "registers of " + before.arch + " and of " + after.arch + " cannot be compared");
        }
        StructDifference difference = StructDifference.of(before.values, after.values);
        SnapshotShape shape = shape(one);
        SnapshotShape otherShape = shape(other);
        if (shape != null && otherShape != null) {
            shape.differences(otherShape).forEach(part -> difference.add(part.what(), part.one(), part.other()));
        }
        return difference;
    }

    /** Null of what is no machine or snapshot. */
    private static SnapshotShape shape(Object of) {
        return of instanceof Machine machine ? machine.shape() : of instanceof Snapshot snapshot ? snapshot.shape() : null;
    }

    /** Those of a vCPU as it is now, of a copy, of a snapshot's first vCPU, or of the stop that an outcome shows. */
    static RegisterValues of(Object from) {
        if (from instanceof RegisterValues copy) {
            return copy;
        } else if (from instanceof Registers now) {
            return now.getCopy();
        } else if (from instanceof MachineVcpu vcpu) {
            return vcpu.getRegs().getCopy();
        } else if (from instanceof Machine machine) {
            return machine.getRegs().getCopy();
        } else if (from instanceof Snapshot snapshot) {
            return new RegisterValues(snapshot.shape().arch(), snapshot.registers());
        } else if (from instanceof Outcome outcome) {
            return outcome.stopped();
        }
        throw new ScriptError(Site.UNKNOWN, "diff compares registers, snapshots or outcomes of runs" + ", not " + ValueInWords.of(from),
                "try: def before = m.regs.copy; m.step(); diff before, m.regs");
    }

    @Word(value = "what a register held", example = "m.regs.copy.get('rip')")
    public long get(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new ScriptError(Site.UNKNOWN, "no register '" + name + "' among these", "registers: " + String.join(", ", values.keySet()));
        }
        return value;
    }

    @Word(value = "the registers that differ from others: a copy, m.regs, a snapshot or the outcome of a run", example = "m.regs.copy.diff(m.regs)")
    public StructDifference diff(Object other) {
        return difference(other, this);
    }

    @Override public String text(int columns) {
        return RegisterTable.of(values, name -> false, columns);
    }

    @Override public String toString() {
        return text(USUAL_COLUMNS);
    }
}
