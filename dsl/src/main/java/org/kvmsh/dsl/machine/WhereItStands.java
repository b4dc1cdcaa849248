package org.kvmsh.dsl.machine;

import java.util.HexFormat;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.code.Disassembler;
import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.script.Bits64;

/** A vCPU whose run ended as nobody asked for, in words: its registers, its code, and what led there. */
final class WhereItStands {
    private static final int BYTES = 16;

    private WhereItStands() { }

    static String of(MachineVcpu vcpu) {
        return CallOrigin.EXPLAINING.during(() -> text(vcpu));
    }

    private static String text(MachineVcpu vcpu) {
        String exits = LastExits.text(vcpu.vcpu().kernel().abi(), vcpu.getId(), vcpu.getMachine().getExits().getAll());
        try {
            return "vCPU " + vcpu.getId() + ", registers that are not 0:\n" + vcpu.getRegs().shown() + "\ncode " + code(vcpu) + (exits.isEmpty() ? "" : "\nlast exits: " + exits);
        } catch (KvmException | BoardLost | NotModelled e) {
            return "its registers can't be read: " + e.getMessage();
        }
    }

    /** The first of the bytes as an instruction, where the system can tell: {@code , jmp 0x1000}. */
    private static String instruction(MachineVcpu vcpu, long at, byte... bytes) {
        CodeMode mode = Architecture.of(vcpu.vcpu().kernel().abi()).mode(vcpu.vcpu());
        Disassembly code = mode == null ? null : new Disassembler().disassemble(mode, at, bytes);
        return code == null || code.missing() != null || code.instructions().isEmpty() ? "" : ", " + code.instructions().get(0).text();
    }

    /** {@code at 0x1000: eb fe}. */
    static String code(MachineVcpu vcpu) {
        return vcpu.touch(() -> {
            long at = vcpu.address();
            long physical = vcpu.counter().physical(vcpu.vcpu());
            byte[] bytes = physical == ProgramCounter.NOWHERE ? null : vcpu.getMachine().code(physical, BYTES);
            return "at " + Bits64.hex(at) + (physical == at || physical == ProgramCounter.NOWHERE ? "" : ", guest physical " + Bits64.hex(physical))
                    + (bytes == null ? ": no memory that can be told" : ": " + HexFormat.ofDelimiter(" ").formatHex(bytes) + instruction(vcpu, at, bytes));
        });
    }
}
