package org.kvmsh.dsl.arch.x86;

import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.register.ProgramCounter;

/** RIP, counted from the base of CS, and what KVM_TRANSLATE makes of it (api.rst 4.9). */
final class X86ProgramCounter implements ProgramCounter {
    /** Intel SDM volume 3, "Control Registers". */
    private static final long CR0_PG = 1L << 31;

    @Override public long address(Vcpu vcpu) {
        try (Argument regs = Argument.of(vcpu.kernel(), "kvm_regs"); Argument sregs = Argument.of(vcpu.kernel(), "kvm_sregs")) {
            vcpu.getRegs(regs).get();
            vcpu.getSregs(sregs).get();
            return regs.get("rip") + sregs.get("cs.base");
        }
    }

    @Override public long physical(Vcpu vcpu) {
        return physical(vcpu, address(vcpu));
    }

    /** The guest physical address of a linear one; {@link #NOWHERE} where the guest's page tables have none. */
    static long physical(Vcpu vcpu, long linear) {
        try (Argument sregs = Argument.of(vcpu.kernel(), "kvm_sregs"); Argument translation = Argument.of(vcpu.kernel(), "kvm_translation")) {
            vcpu.getSregs(sregs).get();
            if ((sregs.get("cr0") & CR0_PG) == 0) {
                return linear;
            }
            vcpu.ioctl("KVM_TRANSLATE", translation.set("linear_address", linear)).get();
            return translation.get("valid") != 0 ? translation.get("physical_address") : NOWHERE;
        }
    }
}
