package org.kvmsh.bindings.abi;

import java.util.Locale;

/** A processor architecture with a KVM of its own. */
public enum Arch {
    X86_64, ARM64, PPC64;

    /** The architecture's name as boards and messages spell it. */
    @Override public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isPowerpc() {
        return this == PPC64;
    }

    public boolean isArm() {
        return this == ARM64;
    }

    /**
     * The architecture of a machine by the name that {@code uname -m} or Java gives it.
     *
     * @return null where kvmsh has no tables for it
     */
    public static Arch ofMachine(String machine) {
        return switch (machine) {
            case "x86_64", "amd64" -> X86_64;
            case "aarch64", "arm64" -> ARM64;
            case "ppc64" -> PPC64;
            default -> null;
        };
    }
}
