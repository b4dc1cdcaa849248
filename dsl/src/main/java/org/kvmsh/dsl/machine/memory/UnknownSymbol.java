package org.kvmsh.dsl.machine.memory;

import java.util.List;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.inspect.KnownSymbol;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.variable.DebugFile;

/** The error of a name that no symbol of a machine has. */
final class UnknownSymbol {
    private UnknownSymbol() {}

    /**
     * The error.
     *
     * @param known the machine's symbols
     * @param debugged its files with debug information
     */
    static ScriptError error(Site site, String said, List<KnownSymbol> known, List<DebugFile> debugged) {
        List<String> names = known.stream().map(KnownSymbol::name).distinct().toList();
        String near = names.isEmpty()
                ? "this machine has no symbols; add them with load elf: (the file's symbols), load asm:"
                        + " (its labels) or symbols 'FILE' (another file's symbols)"
                : clone(said, names);
        return new ScriptError(
                site,
                "no symbol '" + said + "'",
                near,
                near.isEmpty()
                                && debugged.stream()
                                        .anyMatch(file -> !file.lines().files().isEmpty())
                        ? "a function that the compiler inlined has no symbol: declare it __attribute__((noinline))"
                        : "");
    }

    /** GCC's clones of a function, fact.constprop.0, fact.isra.0 or fact.part.0, or else a name like it. */
    private static String clone(String said, List<String> names) {
        return names.stream()
                .filter(name -> name.startsWith(said + "."))
                .findFirst()
                .map(name -> "the compiler has renamed it to " + name
                        + ": use that name, or declare the function with __attribute__((noipa))")
                .orElseGet(() -> Nearest.note(said, names));
    }
}
