package org.kvmsh.dsl.machine;

import java.util.HexFormat;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.code.Disassembler;
import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.script.Bits64;

/**
 * The code that a vCPU executes next.
 *
 * @param physical    {@link ProgramCounter#NOWHERE} where only the guest's page tables tell
 * @param bytes       null where no memory slot has them
 * @param mode        null where kvmsh can't read the code
 * @param instruction the first of them in words; empty where the system can't disassemble
 */
record CodeAtPc(long address, long physical, byte[] bytes, CodeMode mode, String instruction) {
    private static final int BYTES = 16;

    /** The vCPU is outside KVM_RUN. */
    static CodeAtPc of(MachineVcpu vcpu) {
        return vcpu.touch(() -> at(vcpu, vcpu.address()));
    }

    /** @param address where the vCPU is, as an exit told that has just come */
    static CodeAtPc of(MachineVcpu vcpu, long address) {
        return vcpu.touch(() -> at(vcpu, address));
    }

    private static CodeAtPc at(MachineVcpu vcpu, long address) {
        ProgramCounter.Code code = vcpu.counter().code(vcpu.vcpu(), address);
        byte[] bytes = code.physical() == ProgramCounter.NOWHERE ? null : vcpu.getMachine().code(code.physical(), BYTES);
        return new CodeAtPc(address, code.physical(), bytes, code.mode(), bytes == null ? "" : instruction(code.mode(), address, bytes));
    }

    private static String instruction(CodeMode mode, long at, byte... bytes) {
        Disassembly code = mode == null ? null : new Disassembler().disassemble(mode, at, bytes);
        return code == null || code.missing() != null || code.instructions().isEmpty() ? "" : code.instructions().get(0).text();
    }

    /** {@code at 0x1000: eb fe, jmp 0x1000}. */
    @Override public String toString() {
        return "at " + Bits64.hex(address) + (physical == address || physical == ProgramCounter.NOWHERE ? "" : ", guest physical " + Bits64.hex(physical))
                + (bytes == null ? ": not in any memory slot" : ": " + HexFormat.ofDelimiter(" ").formatHex(bytes) + (instruction.isEmpty() ? "" : ", " + instruction));
    }
}
