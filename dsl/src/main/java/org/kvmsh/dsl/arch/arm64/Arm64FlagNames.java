package org.kvmsh.dsl.arch.arm64;

import java.util.List;
import org.kvmsh.dsl.arch.FlagBits;

/**
 * The names of the bits of PSTATE, as SPSR_ELx has them, and of SCTLR_EL1. Source: Arm ARM DDI 0487, "SPSR_EL1",
 * "SCTLR_EL1".
 */
final class Arm64FlagNames {
    private static final long MODE = 0x1f;

    static final List<FlagBits> ALL = List.of(
            FlagBits.of("pstate", "- - - - - - F I A D - - SSBS - - - - - - - IL SS PAN UAO DIT TCO - - V C Z N")
                    .with(MODE, 0, "EL0t")
                    .with(MODE, 4, "EL1t")
                    .with(MODE, 5, "EL1h")
                    .with(MODE, 8, "EL2t")
                    .with(MODE, 9, "EL2h")
                    .with(0x10, 0x10, "AArch32"),
            FlagBits.of("sctlr_el1", "M A C SA SA0 - - - - UMA - - I - - UCT - - - WXN - - - SPAN E0E EE UCI"));

    private Arm64FlagNames() {}
}
