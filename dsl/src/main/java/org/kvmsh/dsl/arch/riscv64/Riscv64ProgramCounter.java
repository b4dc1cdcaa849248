package org.kvmsh.dsl.arch.riscv64;

import java.util.List;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.register.OneRegisterSet;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.register.Register;

/** The pc, which is a guest physical address while the guest's satp has the mode Bare, which is 0 (RISC-V Privileged Architecture, "satp"). */
final class Riscv64ProgramCounter implements ProgramCounter {
    private static final int MODE_SHIFT = 60;

    private final OneRegisterSet general;
    private final Register satp;

    Riscv64ProgramCounter(OneRegisterSet general, Register satp) {
        this.general = general;
        this.satp = satp;
    }

    @Override public long address(Vcpu vcpu) {
        return general.read(vcpu, List.of("pc")).get("pc");
    }

    @Override public Code code(Vcpu vcpu, long address) {
        return new Code(satp.read(vcpu) >>> MODE_SHIFT == 0 ? address : NOWHERE, CodeMode.ofReset(vcpu.kernel().abi()).orElse(null));
    }
}
