package org.kvmsh.bindings.debug;

import java.util.Arrays;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.DebugExit;
import org.kvmsh.bindings.kvm.OneReg;
import org.kvmsh.bindings.kvm.Vcpu;

/**
 * KVM only supports exits at ebreak: user space gets no hardware triggers and no single steps (arch/riscv/kvm/vcpu.c,
 * kvm_arch_vcpu_ioctl_set_guest_debug).
 */
final class Riscv64Breakpoints extends InstructionBreakpoints {
    /**
     * RISC-V Unprivileged ISA, "Environment Call and Breakpoints" and "Compressed Instructions": ebreak and c.ebreak.
     */
    private static final byte[] EBREAK = {0x73, 0x00, 0x10, 0x00};

    private static final byte[] SHORT_EBREAK = {0x02, (byte) 0x90};

    private final Abi abi;

    Riscv64Breakpoints(Abi abi) {
        this.abi = abi;
    }

    @Override
    public boolean hasSuccessors() {
        return true;
    }

    @Override
    public Set<Long> successors(Vcpu vcpu, long at, byte... code) {
        return Riscv64Successors.of(vcpu, at, code);
    }

    /** The headers of riscv64 have no flag for it. */
    @Override
    public String leaving() {
        return "KVM_GUESTDBG_ENABLE";
    }

    /** KVM has no other debug exit here. */
    @Override
    public boolean isInstruction(DebugExit exit) {
        return true;
    }

    @Override
    public boolean isInstruction(byte... code) {
        return Arrays.equals(code, EBREAK) || Arrays.equals(Arrays.copyOf(code, SHORT_EBREAK.length), SHORT_EBREAK);
    }

    @Override
    public boolean deliver(Vcpu vcpu, DebugExit exit) {
        Riscv64Exception.takeBreakpoint(vcpu);
        return true;
    }

    /**
     * The short one where the vCPU has it: the long one would reach into the next instruction from one of two bytes.
     */
    @Override
    public byte[] instruction(Vcpu vcpu) {
        try (OneReg register = new OneReg(vcpu, Long.BYTES)) {
            long compressed = abi.constant("KVM_REG_RISCV")
                    | abi.constant("KVM_REG_SIZE_U64")
                    | abi.constant("KVM_REG_RISCV_ISA_EXT")
                    | abi.constant("KVM_RISCV_ISA_EXT_C");
            return (register.get(compressed) == 0 ? EBREAK : SHORT_EBREAK).clone();
        }
    }
}
