package org.kvmsh.bindings.debug;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.OneReg;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.Vm;

/**
 * EL1 as KVM_ARM_VCPU_INIT leaves it, without MMU. VBAR_EL1 is 0 then, and each vector a write to where no memory is.
 */
final class Arm64ProbeGuest extends WordProbeGuest {
    private static final int NOP = 0xd503201f;
    /** str w0, [x1]. */
    private static final int STORE_OUTSIDE = 0xb9000020;
    /** str w0, [x3]. */
    private static final int STORE = 0xb9000060;

    private final Abi abi;

    Arm64ProbeGuest(Abi abi) {
        super(NOP, STORE, STORE_OUTSIDE);
        this.abi = abi;
    }

    @Override
    public void start(Vm vm, Vcpu vcpu) {
        try (Argument init = Argument.of(vm.kernel(), "kvm_vcpu_init");
                OneReg register = new OneReg(vcpu, Long.BYTES)) {
            vm.ioctl("KVM_ARM_PREFERRED_TARGET", init).get();
            vcpu.ioctl("KVM_ARM_VCPU_INIT", init).get();
            Struct regs = abi.struct("kvm_regs");
            long core =
                    abi.constant("KVM_REG_ARM64") | abi.constant("KVM_REG_SIZE_U64") | abi.constant("KVM_REG_ARM_CORE");
            register.set(core | regs.offset("regs.regs[1]") / Integer.BYTES, OUTSIDE);
            register.set(core | regs.offset("regs.regs[3]") / Integer.BYTES, DATA);
            register.set(core | regs.offset("regs.pc") / Integer.BYTES, CODE);
        }
    }
}
