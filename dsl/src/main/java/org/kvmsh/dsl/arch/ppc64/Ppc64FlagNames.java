package org.kvmsh.dsl.arch.ppc64;

import java.util.List;
import org.kvmsh.dsl.arch.FlagBits;

/**
 * The names of the bits of MSR. Source: Power ISA book III, "Machine State Register"; arch/powerpc/include/asm/reg.h,
 * MSR_SF_LG and those after it.
 */
final class Ppc64FlagNames {
    static final List<FlagBits> ALL = List.of(FlagBits.of(
                    "msr",
                    "LE RI PMM - DR IR - - FE1 BE SE FE0 ME FP PR EE - - - - - - - VSX - VEC - - - - - - TM - - - - -"
                            + " - - - - - - - - - - - - - - - - - - - - - - HV - - SF")
            .with(3L << 33, 1L << 33, "TS_S")
            .with(3L << 33, 2L << 33, "TS_T"));

    private Ppc64FlagNames() {}
}
