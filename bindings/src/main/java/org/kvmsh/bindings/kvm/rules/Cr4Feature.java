package org.kvmsh.bindings.kvm.rules;

import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.kvmsh.bindings.kvm.state.Cpuid;

/**
 * A bit of CR4 that enables a feature of the processor, and its bit in CPUID. Sources: Intel SDM volume 3, 2.5;
 * arch/x86/kvm/x86.h, __cr4_reserved_bits.
 */
enum Cr4Feature {
    UMIP(11, 7, "ecx", 2),
    LA57(12, 7, "ecx", 16),
    VMXE(13, 1, "ecx", 5),
    FSGSBASE(16, 7, "ebx", 0),
    PCIDE(17, 1, "ecx", 17),
    OSXSAVE(18, 1, "ecx", 26),
    SMEP(20, 7, "ebx", 7),
    SMAP(21, 7, "ebx", 20),
    PKE(22, 7, "ecx", 3),
    CET(23, 7, "ecx", 7);

    /** VME to OSXMMEXCPT, which every processor with long mode has. */
    private static final long OLD = 0x7ff;
    /** Bits of processors that no KVM has yet, or not every one: SMXE, KL, PKS, UINTR, LAM_SUP, FRED. */
    private static final long NEW =
            LongStream.of(14, 19, 24, 25, 28, 32).map(bit -> 1L << bit).sum();

    private final int bit;
    private final long leaf;
    private final String register;
    private final int flag;

    Cr4Feature(int bit, long leaf, String register, int flag) {
        this.bit = bit;
        this.leaf = leaf;
        this.register = register;
        this.flag = flag;
    }

    /** The bits of CR4 that no processor has. */
    static long reserved() {
        return ~Stream.of(values()).map(feature -> 1L << feature.bit).reduce(OLD | NEW, (left, right) -> left | right);
    }

    boolean isIn(long cr4) {
        return (cr4 >>> bit & 1) != 0;
    }

    /** Whether the vCPU's CPUID has it. */
    boolean isIn(Cpuid cpuid) {
        Long value = cpuid.register(leaf, 0, register);
        return value != null && (value >>> flag & 1) != 0;
    }

    /** The feature's name and bit in CR4: {@code LA57, bit 12}. */
    String inCr4() {
        return name() + ", bit " + bit;
    }

    String inCpuid() {
        return "leaf " + leaf + ", " + register + " bit " + flag;
    }
}
