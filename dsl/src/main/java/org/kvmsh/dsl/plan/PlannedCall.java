package org.kvmsh.dsl.plan;

import java.util.Locale;
import org.kvmsh.bindings.abi.FdKind;

/**
 * A system call that a step would make.
 *
 * @param on         the kind of its descriptor; null for one that is not KVM's
 * @param request    the number that the kernel compares, on the board's architecture; 0 if it is not an ioctl
 * @param argument   in words; empty if the call takes none
 * @param capability the capability for it, with its value here, in words; empty if it is always supported
 */
public record PlannedCall(FdKind on, String name, int request, String argument, String capability) {
    @Override public String toString() {
        String file = on == null ? "" : on == FdKind.SYSTEM ? "kvm" : on.name().toLowerCase(Locale.ROOT);
        return String.format(Locale.ROOT, "%-6s %s", file, name) + (request == 0 ? "" : " 0x" + Integer.toHexString(request))
                + (argument.isEmpty() ? "" : " " + argument) + (capability.isEmpty() ? "" : ", needs " + capability);
    }
}
