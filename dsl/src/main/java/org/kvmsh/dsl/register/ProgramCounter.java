package org.kvmsh.dsl.register;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Vcpu;

/** Where a vCPU is in its guest's code. */
public interface ProgramCounter {
    /** Where the instruction is that no memory can be told for. */
    long NOWHERE = -1;

    static ProgramCounter of(Abi abi) {
        return switch (abi.arch()) {
            case ARM64 -> new Arm64ProgramCounter(abi);
            case PPC64 -> new Ppc64ProgramCounter();
            default -> new X86ProgramCounter();
        };
    }

    /** The address as breakpoints have it: on x86 the linear one. */
    long address(Vcpu vcpu);

    /** The guest physical address; {@link #NOWHERE} where only the guest's page tables tell. */
    long physical(Vcpu vcpu);
}
