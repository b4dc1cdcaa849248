package org.kvmsh.dsl.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kvmsh.bindings.abi.Field;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.word.Nearest;

/** A vCPU's general registers, read with KVM_GET_REGS and written with KVM_SET_REGS at every use. */
public final class Registers {
    private static final int COLUMNS = 4;

    private final Machine machine;
    private final MachineVcpu owner;

    Registers(Machine machine, MachineVcpu owner) {
        this.machine = machine;
        this.owner = owner;
    }

    /** {@code regs.rax}: the register's 64 bits. */
    public long get(String name) {
        try (Argument regs = read()) {
            check(name, regs.struct());
            return regs.get(name);
        }
    }

    /** {@code regs.rax = 42}. What the last exit still owes the guest is done first, so that it can't undo the write. */
    public void set(String name, Object value) {
        long bits = Bits64.of(value, name, Site.UNKNOWN);
        machine.checkOpen();
        check(name, owner.vcpu().kernel().abi().struct("kvm_regs"));
        owner.complete();
        try (Argument regs = read()) {
            owner.vcpu().setRegs(regs.set(name, bits)).get();
        }
    }

    private Argument read() {
        machine.checkOpen();
        Vcpu vcpu = owner.vcpu();
        Argument regs = Argument.of(vcpu.kernel(), "kvm_regs");
        try {
            vcpu.getRegs(regs).get();
            return regs;
        } catch (RuntimeException e) {
            regs.close();
            throw e;
        }
    }

    private static void check(String name, Struct regs) {
        if (!regs.has(name)) {
            List<String> known = regs.fields().stream().map(Field::name).toList();
            throw new ScriptError(Site.UNKNOWN, "there is no register " + name, Nearest.note(name, known), "registers: " + String.join(" ", known));
        }
    }

    @Override public String toString() {
        try (Argument regs = read()) {
            List<String> cells = new ArrayList<>();
            for (Field field : regs.struct().fields()) {
                cells.add(String.format(Locale.ROOT, "%-6s 0x%016x", field.name(), regs.get(field.name())));
            }
            StringBuilder table = new StringBuilder();
            for (int i = 0; i < cells.size(); i++) {
                table.append(cells.get(i)).append(i == cells.size() - 1 ? "" : i % COLUMNS == COLUMNS - 1 ? "\n" : "  ");
            }
            return table.toString();
        }
    }
}
