package org.kvmsh.bindings.check;

import org.kvmsh.bindings.abi.FdKind;

/**
 * A file that a sequence of calls has opened.
 *
 * @param number counts those of its kind from 1; 0 for /dev/kvm, which is open before
 */
public record Part(FdKind kind, int number) {
    /** The KVM device. */
    public static final Part KVM = new Part(FdKind.SYSTEM, 0);

    /** The name in scripts and programs: {@code vcpu2}. */
    @Override
    public String toString() {
        return number == 0 ? kind.word() : kind.word() + number;
    }
}
