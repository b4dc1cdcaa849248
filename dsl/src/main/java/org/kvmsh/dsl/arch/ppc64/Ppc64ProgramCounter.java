package org.kvmsh.dsl.arch.ppc64;

import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.register.Register;

/** The next instruction's address, a physical one while instruction relocation is off. */
final class Ppc64ProgramCounter implements ProgramCounter {
    /** MSR.IR; in real mode the highest four bits of an address say nothing (Power ISA book III, "Machine State Register", "Real Addressing Mode"). */
    private static final long MSR_IR = 1L << 5;
    private static final long REAL_ADDRESS = -1L >>> 4;

    @Override public long address(Vcpu vcpu) {
        return field(vcpu, "pc");
    }

    @Override public long physical(Vcpu vcpu) {
        return (field(vcpu, "msr") & MSR_IR) == 0 ? address(vcpu) & REAL_ADDRESS : NOWHERE;
    }

    private static long field(Vcpu vcpu, String name) {
        try (Argument regs = Argument.of(vcpu.kernel(), "kvm_regs")) {
            vcpu.getRegs(regs).get();
            return regs.get(name);
        }
    }
}
