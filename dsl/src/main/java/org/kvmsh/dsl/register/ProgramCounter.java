package org.kvmsh.dsl.register;

import org.kvmsh.bindings.kvm.Vcpu;

/** Where a vCPU is in its guest's code. */
public interface ProgramCounter {
    /** Where the instruction is that no memory can be told for. */
    long NOWHERE = -1;

    /** Of an architecture whose vCPUs kvmsh can't follow. */
    ProgramCounter UNKNOWN = new ProgramCounter() {
        @Override public long address(Vcpu vcpu) {
            return NOWHERE;
        }

        @Override public long physical(Vcpu vcpu) {
            return NOWHERE;
        }
    };

    /** The address as breakpoints have it: on x86 the linear one. */
    long address(Vcpu vcpu);

    /** The guest physical address; {@link #NOWHERE} where only the guest's page tables tell. */
    long physical(Vcpu vcpu);
}
