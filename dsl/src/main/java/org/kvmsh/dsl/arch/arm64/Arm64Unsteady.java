package org.kvmsh.dsl.arch.arm64;

import java.util.Map;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.script.Bits64;

/** What of an arm64 guest's state may differ after it was set, each with the reason. */
final class Arm64Unsteady {
    /** The offset of the register in the ITS's control frame. */
    private static final String GITS_CBASER = "0x80";

    private Arm64Unsteady() {}

    static Map<String, String> of(Abi abi) {
        return Map.of(
                "one-reg " + Bits64.hex(abi.constant("KVM_REG_ARM_TIMER_CNT")),
                Architecture.COUNTER,
                "one-reg " + Bits64.hex(abi.constant("KVM_REG_ARM_PTIMER_CNT")),
                Architecture.COUNTER,
                "ITS ITS_REGS " + GITS_CBASER,
                "a write changes the cacheability of the command queue, even a write of GITS_CBASER's reset value"
                        + " (arch/arm64/kvm/vgic/vgic-its.c, vgic_sanitise_its_cbaser)");
    }
}
