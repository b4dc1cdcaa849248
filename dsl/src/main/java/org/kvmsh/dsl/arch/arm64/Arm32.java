package org.kvmsh.dsl.arch.arm64;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.register.ProgramCounter;

/**
 * 32-bit ARM, whose KVM was removed in Linux 5.7: [PATCH v3 01/13] is about its interrupt controller; no board has its
 * vCPUs.
 */
public final class Arm32 implements Architecture {
    @Override
    public Arch arch() {
        return Arch.ARM;
    }

    @Override
    public Planning planning() {
        return new ArmPlanning();
    }

    @Override
    public ProgramCounter programCounter(Abi abi) {
        return ProgramCounter.UNKNOWN;
    }
}
