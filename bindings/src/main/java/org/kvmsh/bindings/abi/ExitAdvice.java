package org.kvmsh.bindings.abi;

import java.util.List;

/**
 * The work that an exit reason leaves to user space.
 *
 * @param architectures whose kernels return it, as {@link Arch} spells them; {@code *} alone is all of them, and none
 *     means that no current kernel does
 * @param owes whether the operation completes only at the next KVM_RUN
 * @param todo what to read and what to do, without a full stop
 * @param seen the kinds of board on which a kernel returned it; empty if it was not seen on a kernel
 * @param source the kernel's document or source file
 */
public record ExitAdvice(List<String> architectures, boolean owes, String todo, String seen, String source) {
    static ExitAdvice of(String... row) {
        return new ExitAdvice(
                row[2].equals("-") ? List.of() : List.of(row[2].split(",")),
                row[3].equals("yes"),
                row[4],
                row[5].equals("-") ? "" : row[5],
                row[6]);
    }

    /** Whether kernels of an architecture return it. */
    public boolean isOf(Arch arch) {
        return architectures.contains("*") || architectures.contains(arch.toString());
    }
}
