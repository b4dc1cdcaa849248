package org.kvmsh.dsl.arch.arm64;

import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.FrameRecords;
import org.kvmsh.dsl.arch.GuestStack;
import org.kvmsh.dsl.register.RegisterSet;

/**
 * A frame record is the caller's x29 and the return address (Procedure Call Standard for the Arm 64-bit Architecture,
 * "The Frame Pointer"); AArch32 has none.
 */
final class Arm64Stack {
    private Arm64Stack() {}

    static GuestStack of(Vcpu vcpu, RegisterSet general, CodeMode mode) {
        if (mode != CodeMode.ARM64) {
            return GuestStack.UNKNOWN;
        }
        Map<String, Long> regs = general.read(vcpu, List.of("x29", "x30", "sp"));
        return new FrameRecords(
                regs.get("sp"), regs.get("x29"), regs.get("x30"), "x30", 0, Long.BYTES, Integer.BYTES, 31, 29);
    }
}
