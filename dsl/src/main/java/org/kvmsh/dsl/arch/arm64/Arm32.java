package org.kvmsh.dsl.arch.arm64;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.register.ProgramCounter;

/** ARM of 32 bits, whose KVM was taken out in Linux 5.7: its interrupt controller is the one that [PATCH v3 01/13] is about, and its vCPUs are no board's. */
public final class Arm32 implements Architecture {
    @Override public Arch arch() {
        return Arch.ARM;
    }

    @Override public Planning planning() {
        return new ArmPlanning();
    }

    @Override public ProgramCounter programCounter(Abi abi) {
        return ProgramCounter.UNKNOWN;
    }
}
