package org.kvmsh.dsl.arch.x86;

import org.kvmsh.bindings.abi.Abi;

/** The vectors of x86's exceptions, by the names of asm/kvm.h. */
final class Vectors {
    private static final String SUFFIX = "_VECTOR";

    private Vectors() {}

    /** {@code vector 6, #UD}; without a name for a vector that is no exception's. */
    static String text(Abi abi, long vector) {
        return "vector " + vector
                + abi.constants().stream()
                        .filter(c -> c.value() == vector
                                && c.name().length() == 2 + SUFFIX.length()
                                && c.name().endsWith(SUFFIX))
                        .findFirst()
                        .map(c -> ", #" + c.name().substring(0, 2))
                        .orElse("");
    }
}
