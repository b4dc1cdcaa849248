package org.kvmsh.bindings.remote;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;

/** The layout of kvm_run for the agent: it has no KVM header, so numbers and offsets are sent over the link. */
final class RunLayout {
    /** The two words after the union, which select the synchronized registers (include/uapi/linux/kvm.h). */
    private static final int SYNC_WORDS = 16;

    private RunLayout() {}

    /** Bytes of kvm_run's head and union, with the two words after it. */
    static int used(Abi abi) {
        return abi.struct("kvm_run").offset("kvm_valid_regs") + SYNC_WORDS;
    }

    static Payload of(Abi abi) {
        Struct run = abi.struct("kvm_run");
        int registers = run.offset("s");
        return new Payload()
                .int32(abi.ioctl("KVM_RUN").request())
                .int32(run.offset("immediate_exit"))
                .int32(run.offset("exit_reason"))
                .int32(used(abi))
                .int32(run.offset("kvm_valid_regs"))
                .int32(registers)
                .int32(run.size() - registers)
                .int32(constant(abi, "KVM_EXIT_IO"))
                .int32(run.offset("io.direction"))
                .int32(run.offset("io.size"))
                .int32(run.offset("io.port"))
                .int32(run.offset("io.count"))
                .int32(run.offset("io.data_offset"))
                .int32(constant(abi, "KVM_EXIT_IO_OUT"))
                .int32(constant(abi, "KVM_EXIT_MMIO"))
                .int32(run.offset("mmio.phys_addr"))
                .int32(run.offset("mmio.data"))
                .int32(run.offset("mmio.len"))
                .int32(run.offset("mmio.is_write"))
                .int32(constant(abi, "KVM_EXIT_PAPR_HCALL"))
                .int32(run.offset("papr_hcall.nr"))
                .int32(run.offset("papr_hcall.ret"))
                .int32(run.offset("papr_hcall.args"));
    }

    private static int constant(Abi abi, String name) {
        return (int) abi.constant(name);
    }
}
