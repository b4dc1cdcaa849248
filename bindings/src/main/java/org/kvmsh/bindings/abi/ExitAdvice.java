package org.kvmsh.bindings.abi;

import java.util.List;

/**
 * What an exit reason asks of user space.
 *
 * @param architectures whose kernels give it, as {@link Arch} spells them; {@code *} alone is all of them, and none no kernel any longer
 * @param owes          whether the operation completes only when KVM_RUN is called again
 * @param todo          what to read and what to do, without an end
 * @param seen          the kinds of board on which a kernel gave it; empty for one that was not seen on a kernel
 * @param source        where the kernel's documents or source say so
 */
public record ExitAdvice(List<String> architectures, boolean owes, String todo, String seen, String source) {
    static ExitAdvice of(String... row) {
        return new ExitAdvice(row[2].equals("-") ? List.of() : List.of(row[2].split(",")), row[3].equals("yes"), row[4], row[5].equals("-") ? "" : row[5], row[6]);
    }

    /** Whether kernels of an architecture give it. */
    public boolean isOf(Arch arch) {
        return architectures.contains("*") || architectures.contains(arch.toString());
    }
}
