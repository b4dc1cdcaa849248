package org.kvmsh.bindings.debug;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.OneReg;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.Vm;

/**
 * Supervisor mode with the MMU off, as after KVM_CREATE_VCPU; stvec is then 0, where each word is a write to unmapped
 * memory.
 */
final class Riscv64ProbeGuest extends WordProbeGuest {
    /** addi zero, zero, 0. */
    private static final int NOP = 0x00000013;
    /** sw a0, 0(a2). */
    private static final int STORE = 0x00a62023;
    /** sw a0, 0(a1). */
    private static final int STORE_OUTSIDE = 0x00a5a023;

    private final Abi abi;

    Riscv64ProbeGuest(Abi abi) {
        super(NOP, STORE, STORE_OUTSIDE);
        this.abi = abi;
    }

    @Override
    public void start(Vm vm, Vcpu vcpu) {
        try (OneReg register = new OneReg(vcpu, Long.BYTES)) {
            register.set(core("regs.pc"), CODE);
            register.set(core("regs.a1"), OUTSIDE);
            register.set(core("regs.a2"), DATA);
        }
    }

    private long core(String member) {
        return abi.constant("KVM_REG_RISCV")
                | abi.constant("KVM_REG_SIZE_U64")
                | abi.constant("KVM_REG_RISCV_CORE")
                | abi.struct("kvm_riscv_core").offset(member) / Long.BYTES;
    }
}
