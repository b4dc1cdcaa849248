package org.kvmsh.bindings.abi;

import java.util.Locale;

/** A processor architecture with a KVM of its own. */
public enum Arch {
    X86_64, ARM64, PPC64, RISCV64, S390X, MIPS64, LOONGARCH64, ARM;

    /** The architecture's name as boards and messages spell it. */
    @Override public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isX86() {
        return this == X86_64;
    }

    public boolean isPowerpc() {
        return this == PPC64;
    }

    public boolean isArm() {
        return this == ARM64 || this == ARM;
    }

    /** The architecture of a table: powerpc has one for each byte order. */
    static Arch ofTable(String table) {
        return table.equals("ppc64le") ? PPC64 : valueOf(table.toUpperCase(Locale.ROOT));
    }
}
