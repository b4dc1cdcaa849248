package org.kvmsh.dsl.machine.vcpu;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.UnknownRegister;
import org.kvmsh.dsl.call.StructDifference;
import org.kvmsh.dsl.json.FactsJson;
import org.kvmsh.dsl.register.RegisterSet;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.dsl.word.Word;

/** A vCPU's general registers, read and written with the kernel's calls at every use. */
public final class Registers extends HasRegisters implements Fitting {
    private final VcpuEngine owner;
    private RegisterSet set;

    /** @param owner the vCPU */
    public Registers(VcpuEngine owner) {
        this.owner = owner;
    }

    /** {@code regs.rax}: the register's 64 bits. */
    public long get(String name) {
        owner.checkOpen();
        check(name);
        return owner.read(name);
    }

    /**
     * {@code regs.rax = 42}. What the last exit still owes the guest is done first, so that it cannot undo the write.
     */
    public void set(String name, Object value) {
        long bits = Bits64.of(value, name, Site.UNKNOWN);
        owner.checkOpen();
        check(name);
        owner.write(Map.of(name, bits));
    }

    @Word(value = "a copy of the current register values, which later runs do not change", example = "m.regs.copy")
    public RegisterValues getCopy() {
        return new RegisterValues(abi().arch(), all());
    }

    @Word(
            value = "the registers that differ from those of a copy, a snapshot, the outcome of a run or another vCPU",
            example = "m.regs.diff(before)")
    public StructDifference diff(Object other) {
        return HasRegisters.difference(other, this);
    }

    @Override
    protected RegisterValues values() {
        return getCopy();
    }

    private RegisterSet set() {
        if (set == null) {
            set = Architecture.of(abi()).generalRegisters(abi());
        }
        return set;
    }

    private Abi abi() {
        return owner.vcpu().kernel().abi();
    }

    private void check(String name) {
        UnknownRegister.check(name, set(), abi().arch(), Site.UNKNOWN);
    }

    /** The names of all that there are. */
    public List<String> names() {
        return set().names();
    }

    /** Whether one of them has this name. */
    public boolean has(String name) {
        return set().has(name);
    }

    /** All that there are, read now. */
    public Map<String, Long> all() {
        owner.checkOpen();
        return owner.touch(() -> set().read(owner.vcpu(), set().names()));
    }

    @Word(value = "all registers as JSON text, each as a hex string", example = "m.regs.json")
    public String getJson() {
        return FactsJson.of(all());
    }

    @Override
    public String text(int columns) {
        return RegisterTable.of(all(), name -> false, columns);
    }

    @Override
    public String toString() {
        return text(USUAL_COLUMNS);
    }
}
