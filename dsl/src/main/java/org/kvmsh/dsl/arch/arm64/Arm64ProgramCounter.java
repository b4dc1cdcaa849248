package org.kvmsh.dsl.arch.arm64;

import java.util.List;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.register.OneRegisterSet;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.register.Register;

/** PC, which is a physical address while EL1's MMU is off. */
final class Arm64ProgramCounter implements ProgramCounter {
    /** SCTLR_EL1.M (Arm Architecture Reference Manual, "SCTLR_EL1"). */
    private static final long MMU_ON = 1;

    private final OneRegisterSet general;
    private final Register control;

    /** @param control SCTLR_EL1 */
    Arm64ProgramCounter(OneRegisterSet general, Register control) {
        this.general = general;
        this.control = control;
    }

    @Override public long address(Vcpu vcpu) {
        return general.read(vcpu, List.of("pc")).get("pc");
    }

    @Override public Code code(Vcpu vcpu, long address) {
        return new Code((control.read(vcpu) & MMU_ON) == 0 ? address : NOWHERE, CodeMode.ofReset(vcpu.kernel().abi()).orElse(null));
    }
}
