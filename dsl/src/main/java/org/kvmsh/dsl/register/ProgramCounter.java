package org.kvmsh.dsl.register;

import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.DebugExit;
import org.kvmsh.bindings.kvm.Vcpu;

/** Where a vCPU is in its guest's code; each answer costs a call or more, so that nothing is asked twice. */
public interface ProgramCounter {
    /** Where the instruction is that no memory can be told for. */
    long NOWHERE = -1;

    /** Of an architecture whose vCPUs kvmsh cannot follow. */
    ProgramCounter UNKNOWN = new ProgramCounter() {
        @Override public long address(Vcpu vcpu) {
            return NOWHERE;
        }

        @Override public Code code(Vcpu vcpu, long address) {
            return new Code(NOWHERE, null);
        }
    };

    /**
     * How code is found and read.
     *
     * @param physical the guest physical address; {@link #NOWHERE} where only the guest's page tables tell
     * @param mode     null if kvmsh cannot read the code
     */
    record Code(long physical, CodeMode mode) { }

    /** The address as breakpoints have it: on x86 the linear one. */
    long address(Vcpu vcpu);

    /** The same at an exit that has just come, which tells it on some architectures. */
    default long address(Vcpu vcpu, DebugExit exit) {
        return address(vcpu);
    }

    /** The instruction that halts a vCPU, where a single step over it may hide that from user space; empty if none does. */
    default byte[] halt() {
        return new byte[0];
    }

    /** The code at the vCPU's address. */
    Code code(Vcpu vcpu, long address);
}
