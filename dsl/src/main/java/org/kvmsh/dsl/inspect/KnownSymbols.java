package org.kvmsh.dsl.inspect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ByName;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Wildcard;
import org.kvmsh.dsl.variable.GuestVariable;
import org.kvmsh.dsl.variable.GuestVariables;
import org.kvmsh.dsl.word.Word;

/**
 * The symbols of a machine, or those whose names match a pattern.
 *
 * @param names of addresses
 * @param addresses of names
 * @param variables of C
 */
public record KnownSymbols(
        @Word(value = "the symbols, file by file, in the order of their addresses", example = "m.symbols.all[0].name")
        List<KnownSymbol> all,

        SymbolNames names,
        ToLongFunction<Object> addresses,
        GuestVariables variables)
        implements ByName, AsJson {
    private static final int MOST_LINES = 64;

    public KnownSymbols {
        all = List.copyOf(all);
    }

    /** The symbols whose names match; {@code *} matches any letters. */
    public KnownSymbols like(Object pattern) {
        if (!(pattern instanceof CharSequence)) {
            throw new ScriptError(
                    Site.UNKNOWN, "like: must be a name pattern, not " + pattern, "try: symbols like: 'kvm_*'");
        }
        Pattern regex = Wildcard.of(pattern.toString(), 0);
        return new KnownSymbols(
                all.stream()
                        .filter(symbol -> regex.matcher(symbol.name()).matches())
                        .toList(),
                names,
                addresses,
                variables);
    }

    @Word(value = "the number of symbols", example = "m.symbols.count")
    public int getCount() {
        if (variables.has("count")) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "count has two meanings here: the guest's variable count, and the number of the guest's symbols",
                    "the variable: symbols.global('count').value; the number: symbols.all.size()");
        }
        return all.size();
    }

    /** {@code m.symbols.counter}: the value of a variable. */
    @Override
    public Object get(String name) {
        return variables.place(name).value();
    }

    /** {@code m.symbols.counter = 5}. */
    @Override
    public void set(String name, Object value) {
        variables.place(name).set(value);
    }

    @Word(
            value = "a global variable by its name: its value, address, size, type and source. If several"
                    + " variables share the name, qualify a static one as 'FILE:NAME' or 'FUNCTION.NAME'",
            example = "m.symbols.global('x.c:counter').value")
    public GuestVariable global(String name) {
        return variables.variable(name);
    }

    @Word(
            value = "the guest's global variables and the static variables of its functions, with their types and"
                    + " values; those of kvmsh's guest library are left out",
            example = "m.symbols.globals")
    public List<GuestVariable> getGlobals() {
        return variables.globals();
    }

    @Word(value = "the address of a symbol, or of a symbol plus an offset", example = "m.symbols.address('main+0x12')")
    public long address(String name) {
        return addresses.applyAsLong(name);
    }

    @Word(
            value = "the symbol that contains an address, plus the offset into it, or null",
            example = "m.symbols.name(0x1012)")
    public String name(Number address) {
        return names.at(Bits64.of(address, "an address", Site.UNKNOWN));
    }

    @Override
    public String toString() {
        if (all.isEmpty()) {
            return "no symbols";
        }
        Map<String, List<KnownSymbol>> files = new LinkedHashMap<>();
        all.forEach(symbol ->
                files.computeIfAbsent(symbol.file(), file -> new ArrayList<>()).add(symbol));
        List<String> lines = new ArrayList<>();
        files.forEach((file, symbols) -> {
            lines.add(file + ": " + symbols.size() + (symbols.size() == 1 ? " symbol" : " symbols"));
            symbols.stream().limit(MOST_LINES).forEach(symbol -> lines.add("  " + symbol));
            if (symbols.size() > MOST_LINES) {
                lines.add("  ... " + (symbols.size() - MOST_LINES) + " more; to filter them: symbols like: 'NAME*'");
            }
        });
        return String.join("\n", lines);
    }
}
