package org.kvmsh.dsl.machine.vcpu;

import java.util.LinkedHashMap;
import java.util.Map;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.call.StructDifference;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.dsl.word.Word;

/** General registers as they were when they were read. */
public final class RegisterValues extends HasRegisters implements Fitting {
    private final Arch arch;
    private final Map<String, Long> values;

    /** @param values by their names */
    public RegisterValues(Arch arch, Map<String, Long> values) {
        this.arch = arch;
        this.values = new LinkedHashMap<>(values);
    }

    @Override
    protected RegisterValues values() {
        return this;
    }

    /** The registers that differ from others of the same architecture. */
    StructDifference differing(RegisterValues after) {
        if (arch != after.arch) {
            throw new ScriptError(
                    Site.UNKNOWN, "registers of " + arch + " and of " + after.arch + " cannot be compared");
        }
        return StructDifference.of(values, after.values);
    }

    @Word(value = "the value of a register in the copy", example = "m.regs.copy.get('rip')")
    public long get(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "this copy has no register '" + name + "'",
                    "registers: " + String.join(", ", values.keySet()));
        }
        return value;
    }

    @Word(
            value = "the registers that differ from those of a copy, m.regs, a snapshot or the outcome of a run",
            example = "m.regs.copy.diff(m.regs)")
    public StructDifference diff(Object other) {
        return HasRegisters.difference(other, this);
    }

    @Override
    public String text(int columns) {
        return RegisterTable.of(values, name -> false, columns);
    }

    @Override
    public String toString() {
        return text(USUAL_COLUMNS);
    }
}
