package org.kvmsh.bindings.kvm.rule;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.Argument;

/**
 * A call that a kernel refused.
 *
 * @param errno    its name
 * @param value    the plain argument; 0 where the call takes a struct
 * @param argument the struct; null where the call takes none, or was given the null pointer
 * @param vm       what the call's VM has; null for a call that is about no VM
 */
public record Refused(String call, String errno, Abi abi, long value, Argument argument, VmRecord vm, Facts facts) {
    long field(String name) {
        return argument.get(name);
    }

    boolean has(String field) {
        return argument.struct().has(field);
    }

    boolean is(String name) {
        return errno.equals(name);
    }

    /** Whether a flag of the headers is among some bits; false where the headers have none of that name. */
    boolean flagged(long bits, String flag) {
        return abi.hasConstant(flag) && (bits & abi.constant(flag)) != 0;
    }

    boolean isX86() {
        return abi.arch() == Arch.X86_64;
    }
}
