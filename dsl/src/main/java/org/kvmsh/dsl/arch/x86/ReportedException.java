package org.kvmsh.dsl.arch.x86;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.dsl.arch.StoppedVcpu;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.device.RunEnds;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Decodes what the stubs of {@link X86DescriptorTables} write to their port: the exception is on the guest's stack,
 * above the two registers saved by the stub.
 */
record ReportedException(StoppedVcpu.Memory memory) {
    private static final int KEPT = 2 * Long.BYTES;
    /** Vector, error code, rip. */
    private static final int FRAME = 3 * Long.BYTES;

    static List<HandlerConfig> handlers(VmConfig config, StoppedVcpu.Memory memory) {
        long port = X86DescriptorTables.PORT;
        return config.vcpus().stream()
                .filter(vcpu -> vcpu.start() != null && vcpu.start().idt() != null)
                .limit(1)
                .map(vcpu -> new HandlerConfig(
                        ExitPlaces.one(KeyedExit.IO, port),
                        new ReportedException(memory)::of,
                        vcpu.start().site()))
                .toList();
    }

    private Object of(Exit exit) {
        KvmFile vcpu = exit.owner();
        Abi abi = vcpu.kernel().abi();
        try (Argument regs = Argument.of(vcpu.kernel(), "kvm_regs");
                Argument sregs = Argument.of(vcpu.kernel(), "kvm_sregs")) {
            vcpu.ioctl("KVM_GET_REGS", regs).get();
            vcpu.ioctl("KVM_GET_SREGS", sregs).get();
            long at = regs.get("rsp") + KEPT;
            long physical = X86ProgramCounter.physical(vcpu, sregs, at);
            byte[] bytes = physical == ProgramCounter.NOWHERE ? null : memory.read(physical, FRAME);
            if (bytes == null || bytes.length < FRAME) {
                throw new ScriptError(
                        Site.UNKNOWN,
                        "the guest wrote to port 0x" + Long.toHexString(X86DescriptorTables.PORT)
                                + " (kept for the exception handlers that long64 sets up with idt:), "
                                + "but its stack has no exception frame");
            }
            ByteBuffer frame = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            long vector = frame.getLong();
            Long address = vector == abi.constant("PF_VECTOR") ? (Long) sregs.get("cr2") : null;
            long code = frame.getLong();
            return new RunEnds.Fault(
                    Vectors.text(abi, vector) + ", error code " + Bits64.hex(code),
                    (int) vector,
                    code,
                    frame.getLong(),
                    address,
                    at + 2 * Long.BYTES);
        }
    }
}
