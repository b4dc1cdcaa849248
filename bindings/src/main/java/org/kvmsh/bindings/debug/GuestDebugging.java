package org.kvmsh.bindings.debug;

import java.util.Map;
import java.util.function.Function;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;

/**
 * The debugging support for each architecture. Kernels of others are called like x86's, without knowledge of their
 * behavior.
 */
public final class GuestDebugging {
    private static final Map<Arch, Row> ALL = Map.of(
            Arch.X86_64, new Row(abi -> new X86Breakpoints(), abi -> new X86ProbeGuest()),
            Arch.ARM64, new Row(Arm64Breakpoints::new, Arm64ProbeGuest::new),
            Arch.PPC64, new Row(Ppc64Breakpoints::new, Ppc64ProbeGuest::new),
            Arch.RISCV64, new Row(Riscv64Breakpoints::new, Riscv64ProbeGuest::new));
    private static final Row OTHER = new Row(abi -> new X86Breakpoints(), abi -> null);

    private GuestDebugging() {}

    /** The debugging support for one architecture. */
    private record Row(Function<Abi, Breakpoints> breakpoints, Function<Abi, ProbeGuest> guest) {}

    /** The breakpoints of a board's architecture. */
    public static Breakpoints breakpoints(Abi abi) {
        return ALL.getOrDefault(abi.arch(), OTHER).breakpoints().apply(abi);
    }

    /** Returns the guest that finds out which stops work on a board's architecture; null if it has none. */
    public static ProbeGuest probeGuest(Abi abi) {
        return ALL.getOrDefault(abi.arch(), OTHER).guest().apply(abi);
    }
}
