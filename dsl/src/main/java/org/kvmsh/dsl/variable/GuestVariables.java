package org.kvmsh.dsl.variable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.kvmsh.bindings.code.CCompiler;
import org.kvmsh.bindings.code.Symbol;
import org.kvmsh.bindings.code.dwarf.CVariable;
import org.kvmsh.bindings.code.dwarf.DwarfType;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The global variables of the files that a guest was loaded from, and the static ones of their functions. */
public final class GuestVariables {
    private final List<DebugFile> files;
    private final VariableMemory memory;

    /** @param files in the order in which they were loaded */
    public GuestVariables(List<DebugFile> files, VariableMemory memory) {
        this.files = List.copyOf(files);
        this.memory = memory;
    }

    /** A variable, and the file that describes it. */
    private record Found(DebugFile file, CVariable variable) {
        /** What tells it from another of the same name. */
        String qualified() {
            return (variable.function().isEmpty() ? variable.base() + ":" : variable.function() + ".")
                    + variable.name();
        }

        boolean is(String name) {
            return name.equals(variable.name())
                    // Most names are compared in vain, with each variable of the program.
                    || name.endsWith(variable.name())
                            && (name.equals(qualified())
                                    || name.equals(variable.base() + ":" + qualified())
                                    || name.equals(variable.base() + ":" + variable.name()));
        }

        boolean isOfLibrary() {
            return CCompiler.isLibrary(variable.base());
        }
    }

    private Stream<Found> all() {
        return files.stream().flatMap(file -> file.variables().stream().map(variable -> new Found(file, variable)));
    }

    /** {@code m.symbols.counter}, {@code m.symbols['head->next']}. */
    public CPlace place(String said) {
        return CExpression.of(said, name -> variable(name).place(), name -> all().anyMatch(found -> found.is(name)));
    }

    /** Whether a variable of a type that is known has a name. */
    public boolean has(String name) {
        return all().anyMatch(found -> found.is(name) && !found.isOfLibrary());
    }

    /** {@code m.symbols.global('counter')}; a name may have its file or function before it. */
    public GuestVariable variable(String name) {
        Found found = one(name, all().filter(each -> each.is(name)).toList());
        if (found != null) {
            return variable(found);
        }
        return files.stream()
                .map(file -> ofSymbol(file, name))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() -> unknown(name));
    }

    /** The variables of the program, without those of kvmsh's guest library. */
    public List<GuestVariable> globals() {
        return all().filter(found -> !found.isOfLibrary() && found.variable().address() != null)
                .map(this::variable)
                .toList();
    }

    /** The type of a variable, without reading it; null if it is not known. */
    public DwarfType type(String name) {
        List<Found> named =
                all().filter(each -> each.is(name) && !each.isOfLibrary()).toList();
        return named.size() == 1 ? named.get(0).variable().type() : null;
    }

    /** The names of the variables of the program. */
    public List<String> names() {
        return all().filter(found -> !found.isOfLibrary())
                .map(found -> found.variable().name())
                .distinct()
                .toList();
    }

    /** The variable that a name means; null for none. */
    private static Found one(String name, List<Found> named) {
        List<Found> left = named;
        for (Predicate<Found> better : List.<Predicate<Found>>of(
                found -> !found.isOfLibrary(),
                found -> found.variable().address() != null,
                found -> found.variable().function().isEmpty())) {
            List<Found> best = left.stream().filter(better).toList();
            left = best.isEmpty() ? left : best;
        }
        if (left.isEmpty()) {
            return null;
        } else if (left.size() > 1) {
            List<String> qualified = left.stream()
                    .map(found -> "global('" + found.qualified() + "')")
                    .distinct()
                    .toList();
            throw new ScriptError(
                    Site.UNKNOWN,
                    left.size() + " variables are named " + name,
                    "use one of: " + String.join(", ", qualified));
        } else if (left.get(0).variable().address() == null) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    name + " is not in memory: the compiler optimized it out",
                    "declare it volatile, or compile with less optimization");
        }
        return left.get(0);
    }

    private GuestVariable variable(Found found) {
        CVariable variable = found.variable();
        long address = variable.address() + found.file().offset();
        Symbol symbol = found.file().symbols().holding(address);
        long physical = symbol == null ? address : address - symbol.address() + symbol.physical();
        return new GuestVariable(
                variable.name(),
                variable.base() + ":" + variable.line()
                        + (variable.function().isEmpty() ? "" : " in " + variable.function()),
                address,
                variable.type().name(),
                CPlace.of(memory, physical, variable.type(), variable.name()));
    }

    /** A name of the symbol table alone: a function's address, or bytes. */
    private GuestVariable ofSymbol(DebugFile file, String name) {
        Symbol symbol = file.symbols().find(name);
        if (symbol == null) {
            return null;
        } else if (symbol.code() || !symbol.sized()) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    name + " is " + (symbol.code() ? "code" : "a label") + ", not a variable",
                    "to get its address: symbols.address('" + name + "')");
        }
        int size = Math.toIntExact(symbol.size());
        boolean isNumber = size <= Long.BYTES && Integer.bitCount(size) == 1;
        DwarfType number =
                new DwarfType.Scalar("unsigned integer", isNumber ? size : 1, DwarfType.Kind.UNSIGNED, false, null);
        return new GuestVariable(
                name,
                "",
                symbol.address(),
                "unknown: " + file.missing(),
                CPlace.of(memory, symbol.physical(), isNumber ? number : new DwarfType.Array(number, size), name));
    }

    private ScriptError unknown(String name) {
        List<String> names = new ArrayList<>(names());
        files.forEach(file -> file.symbols().all().stream()
                .filter(symbol -> !symbol.code())
                .forEach(symbol -> names.add(symbol.name())));
        String missing = files.stream()
                .map(DebugFile::missing)
                .filter(why -> !why.isEmpty())
                .findFirst()
                .orElse("");
        return new ScriptError(
                Site.UNKNOWN,
                "no variable '" + name + "'",
                names.isEmpty()
                        ? files.isEmpty() ? "this machine has no ELF file" : missing
                        : Nearest.note(name, names),
                names.isEmpty() || names().isEmpty() ? "" : "variables: " + String.join(", ", names()));
    }
}
