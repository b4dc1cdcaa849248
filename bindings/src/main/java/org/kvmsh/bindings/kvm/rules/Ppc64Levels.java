package org.kvmsh.bindings.kvm.rules;

import java.util.Map;

/**
 * Levels of the Power architecture: 206 is 2.06. Sources: arch/powerpc/include/asm/reg.h;
 * arch/powerpc/kernel/cputable.c.
 */
final class Ppc64Levels {
    static final int POWER9 = 300;
    private static final int VERSION_SHIFT = 16;
    /** By PAPR's logical processor versions; the ones after 3.1 are not the same on all releases. */
    private static final Map<Long, Integer> OF_LOGICAL = Map.of(
            0x0f00_0002L,
            205,
            0x0f00_0003L,
            206,
            0x0f10_0003L,
            206,
            0x0f00_0004L,
            207,
            0x0f00_0005L,
            300,
            0x0f00_0006L,
            310);
    /** By the version of a processor, the upper half of its PVR. */
    private static final Map<Long, Integer> OF_PROCESSOR = Map.of(
            0x3eL, 205, 0x3fL, 206, 0x4aL, 206, 0x4bL, 207, 0x4cL, 207, 0x4dL, 207, 0x4eL, 300, 0x80L, 310, 0x82L, 310);

    private Ppc64Levels() {}

    /** The level of a logical processor version; null for an unknown one. */
    static Integer ofLogical(long logical) {
        return OF_LOGICAL.get(logical);
    }

    /** The level of the board's processor; null if it is not known. */
    static Integer ofHost(Facts facts) {
        Long pvr = facts.told("KVM_GET_SREGS", "pvr");
        return pvr == null ? null : OF_PROCESSOR.get(pvr >>> VERSION_SHIFT);
    }
}
