package org.kvmsh.dsl.variable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.code.Symbol;
import org.kvmsh.bindings.code.dwarf.LineTable;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The source lines of a guest's code, in both directions. */
public record SourceLines(List<DebugFile> files) {
    private static final Pattern LINE = Pattern.compile("(.+):(\\d{1,9})");

    /** {@code x.c:12}; null for an address without a line. */
    public String of(long address) {
        return files.stream()
                .map(file -> file.line(address))
                .filter(Objects::nonNull)
                .map(LineTable.Row::toString)
                .findFirst()
                .orElse(null);
    }

    /**
     * The addresses at which a line begins, one in each function that has code of it.
     *
     * @param said {@code x.c:12}
     * @return empty if it is not the form of a line
     */
    public List<Long> addresses(String said) {
        Matcher line = LINE.matcher(said);
        if (!line.matches()) {
            return List.of();
        }
        int number = Integer.parseInt(line.group(2));
        List<Long> found = new ArrayList<>();
        for (DebugFile file : files) {
            found.addAll(firsts(file, line.group(1), number));
        }
        if (found.isEmpty()) {
            throw missing(line.group(1), number);
        }
        return found;
    }

    /** Of several addresses in a function, the first whose code is of that line alone. */
    private static Collection<Long> firsts(DebugFile file, String name, int number) {
        LineTable lines = file.lines();
        Map<Symbol, Long> byFunction = new LinkedHashMap<>();
        for (long at : lines.addresses(name, number)) {
            Symbol function = file.symbols().holding(at + file.offset());
            Long first = byFunction.get(function);
            boolean isShown = lines.of(at).line() == number;
            if (first == null || isShown && lines.of(first - file.offset()).line() != number) {
                byFunction.put(function, at + file.offset());
            }
        }
        return byFunction.values();
    }

    private ScriptError missing(String name, int number) {
        List<Integer> lines = files.stream()
                .flatMap(file -> file.lines().lines(name).stream())
                .distinct()
                .sorted()
                .toList();
        if (lines.isEmpty()) {
            List<String> names = files.stream()
                    .flatMap(file -> file.lines().files().stream())
                    .distinct()
                    .toList();
            return new ScriptError(
                    Site.UNKNOWN,
                    "no loaded code comes from file " + name,
                    names.isEmpty()
                            ? "the loaded files have no line information: build them with -g"
                            : Nearest.note(name, names),
                    names.isEmpty() ? "" : "files: " + String.join(", ", names));
        }
        return new ScriptError(
                Site.UNKNOWN,
                name + ":" + number + " has no code",
                lines.stream()
                        .filter(line -> line > number)
                        .findFirst()
                        .map(line -> "the next line with code: " + name + ":" + line)
                        .orElse("the last line with code: " + name + ":" + lines.get(lines.size() - 1)));
    }
}
