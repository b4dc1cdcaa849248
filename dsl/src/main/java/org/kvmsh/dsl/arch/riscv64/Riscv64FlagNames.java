package org.kvmsh.dsl.arch.riscv64;

import java.util.List;
import org.kvmsh.dsl.arch.FlagBits;

/**
 * The names of the bits of the CSRs that a report decodes. Source: RISC-V Privileged Architecture, "Supervisor CSRs".
 */
final class Riscv64FlagNames {
    /** The bits of sie and sip. */
    private static final String INTERRUPTS = "- SS - - - ST - - - SE - - - LCOF";

    private static final long SD = 1L << 63;
    private static final long VS = 3L << 9;
    private static final long FS = 3L << 13;
    private static final int MODE_SHIFT = 60;
    private static final long MODE = 0xfL << MODE_SHIFT;

    static final List<FlagBits> ALL = List.of(
            states(
                    states(
                            FlagBits.of(
                                    "sstatus", "- SIE - - - SPIE UBE - SPP - - - - - - - - - SUM MXR - - - SPELP SDT"),
                            "FS",
                            FS),
                    "VS",
                    VS),
            FlagBits.of("sie", INTERRUPTS.replaceAll("([A-Z]+)", "$1IE")),
            FlagBits.of("sip", INTERRUPTS.replaceAll("([A-Z]+)", "$1IP")),
            FlagBits.of("satp", "-")
                    .with(MODE, 8L << MODE_SHIFT, "Sv39")
                    .with(MODE, 9L << MODE_SHIFT, "Sv48")
                    .with(MODE, 10L << MODE_SHIFT, "Sv57"));

    private Riscv64FlagNames() {}

    /** Whether a unit's registers are as after reset, as they were saved, or changed since. */
    private static FlagBits states(FlagBits flags, String unit, long mask) {
        long lowest = Long.lowestOneBit(mask);
        return flags.with(mask, lowest, unit + "=Initial")
                .with(mask, 2 * lowest, unit + "=Clean")
                .with(mask, mask, unit + "=Dirty");
    }
}
