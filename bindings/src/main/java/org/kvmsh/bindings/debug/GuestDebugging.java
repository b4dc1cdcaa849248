package org.kvmsh.bindings.debug;

import org.kvmsh.bindings.abi.Abi;

/**
 * The debugging support for each architecture. Kernels of other architectures are called like x86's, without knowledge
 * of their behavior.
 */
public final class GuestDebugging {
    private GuestDebugging() {}

    /** The breakpoints of a board's architecture. */
    public static Breakpoints breakpoints(Abi abi) {
        return switch (abi.arch()) {
            case ARM64 -> new Arm64Breakpoints(abi);
            case PPC64 -> new Ppc64Breakpoints(abi);
            case RISCV64 -> new Riscv64Breakpoints(abi);
            default -> new X86Breakpoints();
        };
    }

    /** The guest that finds out which stops work on a board's architecture; null if it has none. */
    static ProbeGuest probeGuest(Abi abi) {
        return switch (abi.arch()) {
            case X86_64 -> new X86ProbeGuest();
            case ARM64 -> new Arm64ProbeGuest(abi);
            case PPC64 -> new Ppc64ProbeGuest(abi);
            case RISCV64 -> new Riscv64ProbeGuest(abi);
            default -> null;
        };
    }
}
