package org.kvmsh.dsl.register;

import org.kvmsh.bindings.kvm.Vcpu;

/** One register, whichever call reaches it. */
public interface Register {
    /** The call that sets it. */
    String call();

    long read(Vcpu vcpu);

    void write(Vcpu vcpu, long value);
}
