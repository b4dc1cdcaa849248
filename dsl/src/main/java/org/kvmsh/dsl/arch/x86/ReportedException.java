package org.kvmsh.dsl.arch.x86;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.device.PhysicalMemory;
import org.kvmsh.dsl.device.RunEnds;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Decodes what the stubs of {@link X86DescriptorTables} write to their port: the exception is on the stack of the TSS,
 * above the two registers saved by the stub.
 */
final class ReportedException {
    /** rdx and rax, vector, error code, rip, cs, rflags, rsp and ss. */
    private static final int FRAME = 9 * Long.BYTES;

    private ReportedException() {}

    static RunEnds.Fault of(Exit exit, PhysicalMemory memory) {
        Vcpu vcpu = (Vcpu) exit.owner();
        try (Argument regs = Argument.of(vcpu.kernel(), "kvm_regs");
                Argument sregs = Argument.of(vcpu.kernel(), "kvm_sregs")) {
            vcpu.getRegs(regs).get();
            vcpu.getSregs(sregs).get();
            long physical = X86ProgramCounter.physical(vcpu, sregs, regs.get("rsp"));
            byte[] bytes = physical == ProgramCounter.NOWHERE ? null : memory.read(physical, FRAME);
            if (bytes == null || bytes.length < FRAME) {
                throw new ScriptError(
                        Site.UNKNOWN,
                        "the guest wrote to port 0x" + Long.toHexString(X86DescriptorTables.PORT)
                                + " (reserved for the exception handlers of vectors: and idt:), "
                                + "but its stack has no exception frame");
            }
            ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            Map<String, Long> saved = Map.of("rdx", frame.getLong(), "rax", frame.getLong());
            return X86Exceptions.of(vcpu, frame, memory, saved);
        }
    }
}
