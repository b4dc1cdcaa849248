package org.kvmsh.bindings.kvm.rules;

import org.kvmsh.bindings.kvm.state.CallRequest;
import org.kvmsh.bindings.kvm.state.VmState;

/**
 * What a rule is checked against.
 *
 * @param asked the call with its argument
 * @param vm    what the calls on the VM have made so far; null for a call that is about no VM
 * @param facts what is known of the board
 */
public record Request(CallRequest asked, VmState vm, Facts facts) {
    String call() {
        return asked.call();
    }

    long value() {
        return asked.value();
    }

    long field(String name) {
        return asked.field(name);
    }

    boolean flagged(long bits, String flag) {
        return asked.flagged(bits, flag);
    }
}
