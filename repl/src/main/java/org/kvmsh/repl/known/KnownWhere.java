package org.kvmsh.repl.known;

import org.kvmsh.repl.cli.NamePattern;

/**
 * The boards that an entry is about.
 *
 * @param kernels null for all
 * @param module a module that the board's kernel must have loaded; null for any kernel
 * @param vendor a vendor_id that the board's processor must have; null for any processor
 */
record KnownWhere(NamePattern board, KernelRange kernels, String module, String vendor) {
    boolean has(KnownBoard on) {
        return isNamed(on) && isLike(on);
    }

    /** Whether its pattern is of the board's name. */
    boolean isNamed(KnownBoard on) {
        return board.matches(on.names().toArray(String[]::new));
    }

    /** Whether the board has its kernel, module and processor, whatever the board's name is. */
    boolean isLike(KnownBoard on) {
        return (kernels == null || kernels.has(on.release()))
                && (module == null || on.hasModule(module))
                && (vendor == null || on.isBy(vendor));
    }
}
