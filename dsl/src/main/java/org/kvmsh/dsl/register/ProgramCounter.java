package org.kvmsh.dsl.register;

import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.kvm.DebugExit;
import org.kvmsh.bindings.kvm.Vcpu;

/** A vCPU's position in its guest's code; each query costs a call or more, so nothing is queried twice. */
public interface ProgramCounter {
    /** An instruction whose address is unknown. */
    long NOWHERE = -1;

    /** The program counter of an architecture whose vCPUs kvmsh cannot follow. */
    ProgramCounter UNKNOWN = new ProgramCounter() {
        @Override
        public long address(Vcpu vcpu) {
            return NOWHERE;
        }

        @Override
        public Code code(Vcpu vcpu, long address) {
            return new Code(NOWHERE, null);
        }
    };

    /**
     * The location of code and the mode in which it is read.
     *
     * @param physical the guest physical address; {@link #NOWHERE} if only the guest's page tables have it
     * @param mode null if kvmsh cannot read the code
     * @param sum the registers whose sum the address is, with their values; empty if it is one register's value
     */
    record Code(long physical, CodeMode mode, String sum) {
        /** Code at an address that is one register's value. */
        public Code(long physical, CodeMode mode) {
            this(physical, mode, "");
        }
    }

    /** The address as breakpoints have it: on x86 the linear one. */
    long address(Vcpu vcpu);

    /** The same at the latest exit, which includes it on some architectures. */
    default long address(Vcpu vcpu, DebugExit exit) {
        return address(vcpu);
    }

    /** The instruction that halts a vCPU, if a single step over it may hide that from user space; otherwise empty. */
    default byte[] halt() {
        return new byte[0];
    }

    /** The code at the vCPU's address. */
    Code code(Vcpu vcpu, long address);

    /** Whether a call of KVM translates addresses for it. */
    default boolean isTranslated() {
        return false;
    }

    /** Why an address has no guest physical one, while the guest's address translation is on. */
    default String whyNowhere() {
        return "kvmsh does not read this architecture's page tables";
    }

    /**
     * The guest physical address of data, such as the stack's; {@link #NOWHERE} if only the guest's page tables have
     * it.
     */
    default long data(Vcpu vcpu, long address) {
        return code(vcpu, address).physical();
    }
}
