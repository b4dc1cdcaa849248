package org.kvmsh.bindings.debug;

import java.util.Map;
import java.util.function.Function;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;

/**
 * The debugging support for each architecture, one row each.
 *
 * @param guest what finds out whether they are stopped
 */
record GuestDebugging(Function<Abi, Breakpoints> breakpoints, Function<Abi, ProbeGuest> guest) {
    private static final Map<Arch, GuestDebugging> ALL = Map.of(
            Arch.X86_64, new GuestDebugging(abi -> new X86Breakpoints(), abi -> new X86ProbeGuest()),
            Arch.ARM64, new GuestDebugging(Arm64Breakpoints::new, Arm64ProbeGuest::new),
            Arch.PPC64, new GuestDebugging(Ppc64Breakpoints::new, Ppc64ProbeGuest::new),
            Arch.RISCV64, new GuestDebugging(Riscv64Breakpoints::new, Riscv64ProbeGuest::new));
    /** Kernels of other architectures are called like x86's, without knowledge of their behaviour. */
    private static final GuestDebugging OTHER = new GuestDebugging(abi -> new X86Breakpoints(), abi -> null);

    static GuestDebugging of(Abi abi) {
        return ALL.getOrDefault(abi.arch(), OTHER);
    }
}
