package org.kvmsh.bindings.kvm.rules;

import org.kvmsh.bindings.kvm.state.Cpuid;

/**
 * A bit of EFER that enables a feature of the processor, and its bit in CPUID. Sources: AMD APM volume 2, 3.1.7;
 * arch/x86/kvm/msrs.c, __kvm_valid_efer.
 */
enum EferFeature {
    LME(8, "edx", 29),
    LMA(10, "edx", 29),
    NX(11, "edx", 20),
    SVME(12, "ecx", 2),
    FFXSR(14, "edx", 25);

    /** Extended processor features; that of each bit here (AMD APM volume 3, appendix E). */
    private static final long LEAF = 0x80000001L;

    private final int bit;
    private final String register;
    private final int flag;

    EferFeature(int bit, String register, int flag) {
        this.bit = bit;
        this.register = register;
        this.flag = flag;
    }

    boolean isIn(long efer) {
        return (efer >>> bit & 1) != 0;
    }

    /** Whether the vCPU's CPUID has it. */
    boolean isIn(Cpuid cpuid) {
        Long value = cpuid.register(LEAF, 0, register);
        return value != null && (value >>> flag & 1) != 0;
    }

    /** The feature's name and bit in EFER: {@code LME, bit 8}. */
    String inEfer() {
        return name() + ", bit " + bit;
    }

    String inCpuid() {
        return "leaf " + NumbersInWords.hex(LEAF) + ", " + register + " bit " + flag;
    }
}
