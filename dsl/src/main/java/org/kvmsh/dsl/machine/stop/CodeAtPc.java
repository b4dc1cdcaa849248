package org.kvmsh.dsl.machine.stop;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.code.Disassembler;
import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.bindings.code.Instruction;
import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.machine.vcpu.LiveMachine;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.plan.step.MemorySlots;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The code that a vCPU executes next.
 *
 * @param space the VM's address space that it is in: 1 in x86's SMM, otherwise 0
 * @param found its physical address, {@link ProgramCounter#NOWHERE} if only the guest's page tables have it, and the
 *     registers of the address
 * @param bytes null if they are not in a memory slot
 * @param mode null if kvmsh can't read the code
 * @param instruction the first of them as text; empty if no disassembler is installed
 * @param length its number of bytes; all if unknown
 * @param names of the guest's addresses
 * @param slots the memory that it is in
 */
public record CodeAtPc(
        long address,
        int space,
        ProgramCounter.Code found,
        byte[] bytes,
        CodeMode mode,
        String instruction,
        int length,
        SymbolNames names,
        MemorySlots slots) {
    private static final int BYTES = 16;
    private static final int PAGE = 4096;
    private static final int BEFORE = 3;
    /** The number of instructions that are disassembled by default. */
    public static final int INSTRUCTIONS = 8;
    /** The number of instructions from the pc on that are shown at a stop. */
    static final int AFTER = 5;
    /** The largest distance before the pc at which code that leads to it is looked for. */
    private static final int MOST_BEFORE = 32;

    /** The vCPU is outside KVM_RUN. */
    public static CodeAtPc of(LiveMachine machine, VcpuEngine vcpu) {
        return vcpu.touch(() -> at(machine, vcpu, vcpu.address()));
    }

    /** @param address the pc, from the latest exit */
    public static CodeAtPc of(LiveMachine machine, VcpuEngine vcpu, long address) {
        return vcpu.touch(() -> at(machine, vcpu, address));
    }

    private static CodeAtPc at(LiveMachine machine, VcpuEngine vcpu, long address) {
        ProgramCounter.Code code = vcpu.counter().code(vcpu.vcpu(), address);
        MemorySlots slots = machine.made().slots();
        // Asked only where a memslot is of another address space than the ordinary one.
        int space = slots.hasOtherSpaces()
                ? Architecture.of(vcpu.vcpu().kernel().abi()).addressSpace(vcpu.vcpu())
                : 0;
        byte[] bytes = code.physical() == ProgramCounter.NOWHERE ? null : slots.read(space, code.physical(), BYTES);
        Disassembly read = bytes == null || code.mode() == null
                ? null
                : new Disassembler().disassemble(code.mode(), address, bytes);
        Instruction first =
                read == null || read.missing() != null || read.instructions().isEmpty()
                        ? null
                        : read.instructions().get(0);
        return new CodeAtPc(
                address,
                space,
                code,
                bytes,
                code.mode(),
                first == null ? "" : first.text(),
                first == null ? BYTES : first.bytes().length,
                machine.names(),
                slots);
    }

    /** {@code at 0x1000: eb fe, jmp 0x1000}; more bytes if the instruction's length is unknown. */
    @Override
    public String toString() {
        return place() + ": " + code(", ");
    }

    /** {@code 0x1003: f4 hlt}. */
    public String next() {
        return where() + ": " + code("  ");
    }

    private String code(String separator) {
        return bytes == null
                ? missing()
                : HexFormat.ofDelimiter(" ").formatHex(bytes, 0, length)
                        + (instruction.isEmpty() ? "" : separator + instruction);
    }

    /** {@code (cs.base 0x20000 + rip 0x0)}, where the address is a sum. */
    private String registers() {
        return found.sum().isEmpty() ? "" : " (" + found.sum() + ")";
    }

    private String place() {
        return "at " + where();
    }

    private String where() {
        return names.place(address)
                + (physical() == address || physical() == ProgramCounter.NOWHERE
                        ? ""
                        : ", guest physical " + Bits64.hex(physical()))
                + (space == 0 ? "" : ", address space " + space);
    }

    /** {@link ProgramCounter#NOWHERE} if only the guest's page tables have it. */
    public long physical() {
        return found.physical();
    }

    private String missing() {
        return physical() == ProgramCounter.NOWHERE
                ? "not mapped by the guest's page tables, or kvmsh does not read them"
                : "not in any memslot";
    }

    /**
     * The instructions around the pc, with a mark before the one at it; its bytes alone where the system can't
     * disassemble.
     */
    String listing(VcpuEngine vcpu, int count) {
        if (bytes == null || mode == null) {
            return "code " + place() + registers() + ": " + code(", ");
        }
        long page = physical() & -PAGE;
        // Memory slots are whole pages.
        byte[] code = vcpu.touch(() -> slots.read(space, page, PAGE));
        int at = (int) (physical() - page);
        int to = Math.min(PAGE, at + mode.most(count));
        Disassembly after = code == null || instruction.isEmpty()
                ? new Disassembler().disassemble(mode, address, bytes).first(count)
                : new Disassembler()
                        .disassemble(mode, address, Arrays.copyOfRange(code, at, to))
                        .first(count);
        List<Instruction> all = new ArrayList<>(code == null || after.missing() != null ? List.of() : before(code, at));
        all.addAll(after.instructions());
        while (after.missing() == null
                && all.size() > 1
                && isEmpty(all.get(all.size() - 1))
                && all.get(all.size() - 1).address() != address) {
            all.remove(all.size() - 1);
        }
        return "code " + place() + registers() + ":\n" + new Disassembly(all, after.missing(), names).marked(address);
    }

    /** The instructions from the pc on; an address that only the guest's page tables can translate is refused. */
    public Disassembly next(VcpuEngine vcpu, int count) {
        if (bytes == null || mode == null) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "cannot read the code " + place() + ": "
                            + (physical() == ProgramCounter.NOWHERE ? vcpu.whyNowhere(address) : missing()),
                    "specify an address: dis 0x1000, 5");
        }
        long page = physical() & -PAGE;
        int at = (int) (physical() - page);
        byte[] code = vcpu.touch(() -> slots.read(space, page, PAGE));
        return new Disassembler()
                .disassemble(mode, address, Arrays.copyOfRange(code, at, Math.min(PAGE, at + mode.most(count))))
                .first(count)
                .named(names);
    }

    /**
     * The last instructions that lead to the pc: those of the earliest byte from which all is code. What is empty
     * before a program is no code of it.
     */
    private List<Instruction> before(byte[] code, int at) {
        for (int from = Math.max(at % mode.least(), at - MOST_BEFORE / mode.least() * mode.least());
                from < at;
                from += mode.least()) {
            List<Instruction> found = new Disassembler()
                    .disassemble(mode, address - (at - from), Arrays.copyOfRange(code, from, at))
                    .instructions();
            int empty = 0;
            while (empty < found.size() && isEmpty(found.get(empty))) {
                empty++;
            }
            if (found.stream().skip(empty).noneMatch(each -> each.mnemonic().isEmpty())) {
                return found.subList(Math.max(empty, found.size() - BEFORE), found.size());
            }
        }
        return List.of();
    }

    private static boolean isEmpty(Instruction instruction) {
        for (byte each : instruction.bytes()) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }
}
