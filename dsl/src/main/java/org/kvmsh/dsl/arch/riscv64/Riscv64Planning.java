package org.kvmsh.dsl.arch.riscv64;

import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.plan.step.Lowering;

/** What of a plan is riscv64's. */
final class Riscv64Planning implements Planning {
    @Override public Lowering vcpus() {
        return new Riscv64Vcpus();
    }
}
