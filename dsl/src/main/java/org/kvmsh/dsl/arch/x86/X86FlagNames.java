package org.kvmsh.dsl.arch.x86;

import java.util.List;
import org.kvmsh.dsl.arch.FlagBits;

/**
 * The names of the bits of RFLAGS, the control registers and EFER. Source: Intel SDM volume 1, "EFLAGS Register";
 * volume 3, "Control Registers", "Extended Feature Enable Register".
 */
final class X86FlagNames {
    static final List<FlagBits> ALL = List.of(
            FlagBits.of("rflags", "CF - PF - AF - ZF SF TF IF DF OF - - NT - RF VM AC VIF VIP ID")
                    .with(3L << 12, 1L << 12, "IOPL1")
                    .with(3L << 12, 2L << 12, "IOPL2")
                    .with(3L << 12, 3L << 12, "IOPL3"),
            FlagBits.of("cr0", "PE MP EM TS ET NE - - - - - - - - - - WP - AM - - - - - - - - - - NW CD PG"),
            FlagBits.of(
                    "cr4",
                    "VME PVI TSD DE PSE PAE MCE PGE PCE OSFXSR OSXMMEXCPT UMIP LA57 VMXE SMXE - FSGSBASE PCIDE OSXSAVE"
                            + " KL SMEP SMAP PKE CET PKS"),
            FlagBits.of("efer", "SCE - - - - - - - LME - LMA NXE SVME LMSLE FFXSR TCE"));

    private X86FlagNames() {}
}
