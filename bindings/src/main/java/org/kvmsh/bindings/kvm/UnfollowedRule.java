package org.kvmsh.bindings.kvm;

import java.util.List;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kvm.rules.Violation;

/**
 * A call that breaks rules, but whose result none of them predicts.
 *
 * @param call the ioctl's name
 * @param on the kind of its descriptor
 * @param argument as passed, in words; empty if the call takes none
 * @param broken the rules, in the order in which a kernel checks them; at least one
 * @param errno the positive error number returned; 0 if the kernel accepted the call
 */
public record UnfollowedRule(String call, FdKind on, String argument, List<Violation> broken, int errno) {
    /** Copies the rules. */
    public UnfollowedRule {
        broken = List.copyOf(broken);
    }
}
