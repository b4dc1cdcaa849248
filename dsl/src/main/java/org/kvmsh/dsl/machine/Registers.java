package org.kvmsh.dsl.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.register.RegisterSet;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.Site;

/** A vCPU's general registers, read and written with the kernel's calls at every use. */
public final class Registers {
    private static final int COLUMNS = 4;
    /** What x86's names need, so that its table stays as narrow as it can be. */
    private static final int LEAST_WIDTH = 6;

    private final Machine machine;
    private final MachineVcpu owner;
    private RegisterSet set;

    Registers(Machine machine, MachineVcpu owner) {
        this.machine = machine;
        this.owner = owner;
    }

    /** {@code regs.rax}: the register's 64 bits. */
    public long get(String name) {
        machine.checkOpen();
        check(name);
        return owner.read(name);
    }

    /** {@code regs.rax = 42}. What the last exit still owes the guest is done first, so that it can't undo the write. */
    public void set(String name, Object value) {
        long bits = Bits64.of(value, name, Site.UNKNOWN);
        machine.checkOpen();
        check(name);
        owner.write(name, bits);
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
        set().check(name, abi().arch(), Site.UNKNOWN);
    }

    /** Those that are not 0, which are few in a guest that has just begun. */
    String shown() {
        return table(false);
    }

    @Override public String toString() {
        return table(true);
    }

    private String table(boolean zeros) {
        machine.checkOpen();
        List<String> names = set().names();
        int width = Math.max(LEAST_WIDTH, names.stream().mapToInt(String::length).max().orElse(0));
        List<String> cells = new ArrayList<>();
        owner.touch(() -> set().read(owner.vcpu(), names)).forEach((name, value) -> {
            if (zeros || value != 0) {
                cells.add(String.format(Locale.ROOT, "%-" + width + "s 0x%016x", name, value));
            }
        });
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            table.append(cells.get(i)).append(i == cells.size() - 1 ? "" : i % COLUMNS == COLUMNS - 1 ? "\n" : "  ");
        }
        return table.toString();
    }
}
