package org.kvmsh.dsl.machine.memory;

import java.nio.ByteOrder;
import java.nio.file.Path;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.code.CodeError;
import org.kvmsh.bindings.code.ElfSymbols;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The errors of a file whose symbols a machine cannot have. */
final class UnfitSymbols {
    private UnfitSymbols() {}

    static ScriptError damaged(Site site, Path file, CodeError why) {
        return new ScriptError(
                site,
                file.getFileName() + ": " + why.getMessage(),
                why,
                why.notes().toArray(String[]::new));
    }

    static ScriptError foreign(Site site, Path file, ElfSymbols symbols, Abi machine) {
        return new ScriptError(
                site,
                file.getFileName() + " is for "
                        + (symbols.arch() == null
                                ? "another architecture"
                                : symbols.arch() + ", " + words(symbols.order()))
                        + "; the machine is " + machine.arch() + ", " + words(machine.order()));
    }

    static ScriptError stripped(Site site, Path file) {
        return new ScriptError(
                site,
                file.getFileName() + " has no symbols: it was stripped",
                "use the unstripped file; for a Linux kernel, that is vmlinux");
    }

    private static String words(ByteOrder order) {
        return order == ByteOrder.BIG_ENDIAN ? "big-endian" : "little-endian";
    }
}
