package org.kvmsh.dsl.arch.ppc64;

import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.register.ProgramCounter;

/** The next instruction's address, a physical one while instruction relocation is off. */
final class Ppc64ProgramCounter implements ProgramCounter {
    /**
     * MSR.IR; in real mode the highest four bits of an address are ignored (Power ISA book III, "Machine State
     * Register", "Real Addressing Mode").
     */
    static final long MSR_IR = 1L << 5;

    static final long MSR_DR = 1L << 4;
    /** Power ISA book III, "Machine State Register". */
    private static final long MSR_LE = 1L;

    private static final long REAL_ADDRESS = -1L >>> 4;

    @Override
    public long address(Vcpu vcpu) {
        return field(vcpu, "pc");
    }

    @Override
    public Code code(Vcpu vcpu, long address) {
        long msr = field(vcpu, "msr");
        return new Code((msr & MSR_IR) == 0 ? address & REAL_ADDRESS : NOWHERE, mode(msr));
    }

    @Override
    public long data(Vcpu vcpu, long address) {
        return (field(vcpu, "msr") & MSR_DR) == 0 ? address & REAL_ADDRESS : NOWHERE;
    }

    /** The byte order of code. */
    static CodeMode mode(long msr) {
        return (msr & MSR_LE) == 0 ? CodeMode.PPC64 : CodeMode.PPC64LE;
    }

    private static long field(Vcpu vcpu, String name) {
        try (Argument regs = Argument.of(vcpu.kernel(), "kvm_regs")) {
            vcpu.getRegs(regs).get();
            return regs.get(name);
        }
    }
}
