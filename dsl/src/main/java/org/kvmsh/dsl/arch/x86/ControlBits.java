package org.kvmsh.dsl.arch.x86;

/**
 * Bits of the control registers and of EFER. Source: Intel SDM volume 3, "Control Registers", "Extended Feature Enable
 * Register".
 */
final class ControlBits {
    static final long CR0_PE = 1L;
    static final long CR0_NW = 1L << 29;
    static final long CR0_CD = 1L << 30;
    static final long CR0_PG = 1L << 31;
    static final long CR4_PSE = 1L << 4;
    static final long CR4_PAE = 1L << 5;
    static final long CR4_OSFXSR = 1L << 9;
    static final long CR4_LA57 = 1L << 12;
    static final long EFER_LME = 1L << 8;
    static final long EFER_LMA = 1L << 10;
    static final long EFER_NXE = 1L << 11;

    private ControlBits() {}
}
