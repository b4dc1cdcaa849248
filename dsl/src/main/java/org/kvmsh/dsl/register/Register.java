package org.kvmsh.dsl.register;

import java.util.List;
import org.kvmsh.bindings.kvm.Vcpu;

/** One register, whichever call reaches it. */
public interface Register {
    /** What sets it; the same for registers that are set together. */
    RegisterCall by();

    /** How many bytes of a value it takes. */
    default int bytes() {
        return Long.BYTES;
    }

    default long read(Vcpu vcpu) {
        return by().read(vcpu, List.of(this)).get(this);
    }
}
