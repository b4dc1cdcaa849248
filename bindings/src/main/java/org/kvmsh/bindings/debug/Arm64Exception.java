package org.kvmsh.bindings.debug;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.OneReg;
import org.kvmsh.bindings.kvm.Vcpu;

/**
 * A synchronous exception that a vCPU takes to EL1, by writing its registers (Arm ARM DDI 0487, D1.3, "Exceptions",
 * AArch64.TakeException): KVM has no call for it.
 */
final class Arm64Exception {
    /** Op0, Op1, CRn, CRm and Op2 of the system registers, as KVM_REG_ARM64_SYSREG has them. */
    private static final long ESR_EL1 = 0xc290;

    private static final long VBAR_EL1 = 0xc600;
    private static final long SCTLR_EL1 = 0xc080;
    private static final long ID_AA64PFR1 = 0xc021;
    private static final long ID_AA64MMFR1 = 0xc039;
    /** PSTATE.M: bit 4 is AArch32; bits 3 and 2 the exception level, bit 0 SP_ELx. */
    private static final long MODE = 0x1f;

    private static final long AARCH32 = 0x10;
    private static final long EL1T = 4;
    private static final long EL1H = 5;
    /** PSTATE's N, Z, C, V and DIT, which stay; D, A, I and F, which are set; SS, which KVM steps with. */
    private static final long KEPT = 0xfL << 28 | 1 << 24;

    private static final long MASKED = 0xf << 6;
    private static final long STEPS = 1 << 21;
    private static final long PAN = 1 << 22;
    private static final long TCO = 1 << 25;
    private static final long SSBS = 1 << 12;
    /** SCTLR_EL1: SPAN and DSSBS. */
    private static final long KEEPS_PAN = 1 << 23;

    private static final long SETS_SSBS = 1L << 44;
    /** VBAR_EL1: the vectors of SP_EL0 and SP_ELx of the same level, of a lower level in AArch64 and in AArch32. */
    private static final long OWN_STACK = 0x200;

    private static final long LOWER = 0x400;
    private static final long LOWER_AARCH32 = 0x600;

    private final OneReg registers;
    private final Abi abi;
    private final long all;

    private Arm64Exception(OneReg registers, Abi abi) {
        this.registers = registers;
        this.abi = abi;
        this.all = abi.constant("KVM_REG_ARM64") | abi.constant("KVM_REG_SIZE_U64");
    }

    /** The id of a field of struct kvm_regs, which counts words of 32 bits. */
    private long core(String field) {
        return all | abi.constant("KVM_REG_ARM_CORE") | abi.struct("kvm_regs").offset(field) / Integer.BYTES;
    }

    private long system(long encoding) {
        return all | abi.constant("KVM_REG_ARM64_SYSREG") | encoding;
    }

    /**
     * Takes an exception.
     *
     * @param syndrome its ESR_EL1
     * @return false if the vCPU is in a mode in which the guest does not take it to EL1 in AArch64
     */
    static boolean take(Vcpu vcpu, long syndrome) {
        try (OneReg registers = new OneReg(vcpu, Long.BYTES)) {
            return new Arm64Exception(registers, vcpu.kernel().abi()).take(syndrome);
        }
    }

    private boolean take(long syndrome) {
        long state = registers.get(core("regs.pstate")) & ~STEPS;
        long mode = state & MODE;
        boolean isUser = (mode & ~AARCH32) == 0;
        if (!isUser && mode != EL1T && mode != EL1H) {
            return false;
        }
        long vector = mode == EL1H ? OWN_STACK : mode == EL1T ? 0 : mode == 0 ? LOWER : LOWER_AARCH32;
        registers.set(core("elr_el1"), registers.get(core("regs.pc")));
        registers.set(core("spsr"), state);
        registers.set(system(ESR_EL1), syndrome);
        registers.set(core("regs.pstate"), state & KEPT | MASKED | EL1H | features(state));
        registers.set(core("regs.pc"), registers.get(system(VBAR_EL1)) + vector);
        return true;
    }

    /** PSTATE's bits that depend on the processor. */
    private long features(long state) {
        long control = registers.get(system(SCTLR_EL1));
        long features = registers.get(system(ID_AA64PFR1));
        boolean hasPan = (registers.get(system(ID_AA64MMFR1)) >>> 20 & 0xf) != 0;
        boolean hasSsbs = (features >>> 4 & 0xf) != 0;
        boolean hasTags = (features >>> 8 & 0xf) >= 2;
        return (hasPan ? (control & KEEPS_PAN) == 0 ? PAN : state & PAN : 0)
                | (hasSsbs && (control & SETS_SSBS) != 0 ? SSBS : 0)
                | (hasTags ? TCO : 0);
    }
}
