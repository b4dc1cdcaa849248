package org.kvmsh.dsl.register;

import java.util.List;
import org.kvmsh.bindings.kvm.Vcpu;

/** One register, whichever call reaches it. */
public interface Register {
    /** The call that sets it; the same for registers that are set together. */
    RegisterCall by();

    /** The number of bytes of a value that it takes. */
    default int bytes() {
        return Long.BYTES;
    }

    default long read(Vcpu vcpu) {
        return by().read(vcpu, List.of(this)).get(this);
    }
}
