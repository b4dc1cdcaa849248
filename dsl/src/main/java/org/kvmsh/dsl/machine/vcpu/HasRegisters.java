package org.kvmsh.dsl.machine.vcpu;

import org.kvmsh.dsl.call.StructDifference;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;

/** An object that {@code diff} and {@code same} compare by its registers: a vCPU, a copy, a snapshot, an outcome. */
public abstract class HasRegisters {
    /** The registers as they are now, or as they were kept. */
    protected abstract RegisterValues values();

    /** The parts of a machine besides values; null for an object that is no machine or snapshot. */
    protected MachineShape shape() {
        return null;
    }

    /**
     * The registers that differ, each with what it held in one and in the other; of two machines or snapshots also the
     * memslots, vCPUs and devices that only one has.
     */
    public static StructDifference difference(Object one, Object other) {
        HasRegisters before = of(one);
        HasRegisters after = of(other);
        StructDifference difference = before.values().differing(after.values());
        MachineShape shape = before.shape();
        MachineShape otherShape = after.shape();
        if (shape != null && otherShape != null) {
            shape.differences(otherShape).forEach(part -> difference.add(part.what(), part.one(), part.other()));
        }
        return difference;
    }

    private static HasRegisters of(Object from) {
        if (from instanceof HasRegisters has) {
            return has;
        }
        throw new ScriptError(
                Site.UNKNOWN,
                "diff compares registers, snapshots or outcomes of runs, not " + ValueInWords.of(from),
                "try: def before = m.regs.copy; m.step(); diff before, m.regs");
    }
}
