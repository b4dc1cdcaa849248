package org.kvmsh.dsl.arch.arm64;

import org.kvmsh.bindings.code.CodeMode;

/**
 * The instruction set that a vCPU executes, by PSTATE.nRW and PSTATE.T. Source: Arm Architecture Reference Manual,
 * "SPSR_EL1", exception taken from AArch32.
 */
final class Arm64Mode {
    private static final long AARCH32 = 1 << 4;
    private static final long THUMB = 1 << 5;

    private Arm64Mode() {}

    static boolean isAArch32(long pstate) {
        return (pstate & AARCH32) != 0;
    }

    static CodeMode of(long pstate) {
        return !isAArch32(pstate) ? CodeMode.ARM64 : (pstate & THUMB) == 0 ? CodeMode.A32 : CodeMode.T32;
    }
}
