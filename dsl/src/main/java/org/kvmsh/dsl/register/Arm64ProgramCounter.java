package org.kvmsh.dsl.register;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Vcpu;

/** PC, which is a physical address while EL1's MMU is off. */
final class Arm64ProgramCounter implements ProgramCounter {
    /** SCTLR_EL1.M (Arm Architecture Reference Manual, "SCTLR_EL1"). */
    private static final long MMU_ON = 1;

    private final Arm64Registers general;
    private final Register control;

    Arm64ProgramCounter(Abi abi) {
        this.general = new Arm64Registers(abi);
        this.control = RegisterNames.of(abi).find("sctlr_el1");
    }

    @Override public long address(Vcpu vcpu) {
        return general.read(vcpu, List.of("pc")).get("pc");
    }

    @Override public long physical(Vcpu vcpu) {
        return (control.read(vcpu) & MMU_ON) == 0 ? address(vcpu) : NOWHERE;
    }
}
