package org.kvmsh.bindings.kvm;

import java.util.List;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kvm.rules.Violation;

/**
 * A call that breaks rules, and that its kernel answered as none of them has it.
 *
 * @param call     the ioctl's name
 * @param on       the kind of descriptor that it was made on
 * @param argument as it was asked, in words; empty if the call takes none
 * @param broken   the rules, in the order in which a kernel checks them; at least one
 * @param errno    the positive error number that came; 0 if the kernel took the call
 */
public record UnfollowedRule(String call, FdKind on, String argument, List<Violation> broken, int errno) {
    public UnfollowedRule {
        broken = List.copyOf(broken);
    }
}
