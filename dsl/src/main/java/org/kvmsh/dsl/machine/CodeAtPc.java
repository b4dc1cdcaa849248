package org.kvmsh.dsl.machine;

import java.util.HexFormat;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.code.Disassembler;
import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.dsl.arch.Architecture;
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
        return vcpu.touch(() -> {
            long at = vcpu.address();
            long physical = vcpu.counter().physical(vcpu.vcpu());
            byte[] bytes = physical == ProgramCounter.NOWHERE ? null : vcpu.getMachine().code(physical, BYTES);
            CodeMode mode = Architecture.of(vcpu.vcpu().kernel().abi()).mode(vcpu.vcpu());
            return new CodeAtPc(at, physical, bytes, mode, bytes == null ? "" : instruction(mode, at, bytes));
        });
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
