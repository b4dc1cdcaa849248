package org.kvmsh.dsl.arch.riscv64;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.register.RegisterNames;
import org.kvmsh.dsl.register.RegisterSet;

/** The room of RISC-V's 64 bits. */
public final class Riscv64 implements Architecture {
    @Override public Arch arch() {
        return Arch.RISCV64;
    }

    @Override public Planning planning() {
        return new Riscv64Planning();
    }

    @Override public RegisterSet generalRegisters(Abi abi) {
        return Riscv64Registers.general(abi);
    }

    @Override public RegisterNames registers(Abi abi) {
        return RegisterNames.of(abi, generalRegisters(abi)).with(all -> Riscv64Registers.others(abi, all),
                "x1 to x31, ft0 to ft11, fcsr, CSRs such as stvec, timer.time, config.isa, isa.zbb, sbi.dbcn");
    }

    @Override public ProgramCounter programCounter(Abi abi) {
        return new Riscv64ProgramCounter(Riscv64Registers.general(abi), Architecture.registersOf(abi).find("satp"));
    }
}
