package org.kvmsh.repl.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.kvmsh.bindings.board.TomlTables;
import org.kvmsh.bindings.text.Nearest;

/**
 * A table of a file in TOML, whose keys are read by their kinds; each error is an {@link IOException} with its place.
 */
public final class CheckedTable {
    /** The keys of a table that excuses something. */
    public static final List<String> OF_EXCUSE = List.of("reason", "link", "expires");

    /** The tables of a file of {@code --known}: failed tests, differences, reports of a kernel, and its answers. */
    public static final String FAILURE = "failure";

    public static final String DIFFERENCE = "difference";
    public static final String SPLAT = "splat";
    public static final String ANSWER = "answer";

    private final TomlTables.Table table;
    private final String name;

    private CheckedTable(TomlTables.Table table, String name) {
        this.table = table;
        this.name = name;
    }

    /** The tables of a file of {@code --known}, by their names. */
    public static Map<String, List<TomlTables.Table>> known(Path file) throws IOException {
        return TomlTables.read(file, List.of(FAILURE, DIFFERENCE, SPLAT, ANSWER));
    }

    /**
     * A table with no other keys.
     *
     * @param name as the file has it in {@code [[NAME]]}
     */
    public static CheckedTable of(TomlTables.Table table, String name, List<String> keys) throws IOException {
        for (String key : table.values().keySet()) {
            if (!keys.contains(key)) {
                throw new IOException(table.values().get(key).place() + ": unknown key " + key + " in [[" + name
                        + "]]; its keys are " + String.join(", ", keys) + Nearest.clause(key, keys));
            }
        }
        return new CheckedTable(table, name);
    }

    public boolean has(String key) {
        return table.values().containsKey(key);
    }

    public Excuse excuse() throws IOException {
        return new Excuse(table.place(), text("reason", null), textIfAny("link"), date("expires"));
    }

    private LocalDate date(String key) throws IOException {
        TomlTables.Value value = table.values().get(key);
        if (value != null && !(value.value() instanceof LocalDate)) {
            throw wrong(key, key + " must be a date without quotation marks: " + key + " = 2027-06-30");
        }
        return value == null ? null : (LocalDate) value.value();
    }

    /** @param otherwise null for a key that must be there */
    public String text(String key, String otherwise) throws IOException {
        TomlTables.Value value = table.values().get(key);
        if (value == null && otherwise == null) {
            throw new IOException(table.place() + ": [[" + name + "]] has no " + key + "; add " + key + " = \"...\"");
        }
        if (value != null && !(value.value() instanceof String text && !text.isBlank())) {
            throw wrong(
                    key,
                    key + (value.value() instanceof String ? " is empty" : " must be a string in quotation marks"));
        }
        return value == null ? otherwise : (String) value.value();
    }

    /** A text; null if the table has no such key. */
    public String textIfAny(String key) throws IOException {
        return has(key) ? text(key, null) : null;
    }

    /** A list of strings. */
    public List<String> texts(String key) throws IOException {
        if (!(table.values().get(key).value() instanceof List<?> all)
                || !all.stream().allMatch(String.class::isInstance)) {
            throw wrong(key, key + " must be a list of strings: [\"...\", \"...\"]");
        }
        return all.stream().map(String.class::cast).toList();
    }

    /** One of some words; the first one where the key is not there. */
    public String choice(String key, List<String> words) throws IOException {
        String text = text(key, words.get(0));
        if (!words.contains(text)) {
            throw wrong(
                    key,
                    "'" + text + "' is not " + ("aeiou".indexOf(key.charAt(0)) < 0 ? "a " : "an ") + key + "; write \""
                            + String.join("\" or \"", words) + "\"" + Nearest.clause(text, words));
        }
        return text;
    }

    /** @param otherwise null for a key that must be there */
    public NamePattern pattern(String key, String otherwise) throws IOException {
        return pattern(key, (Object) text(key, otherwise));
    }

    /** One pattern, or a list of some, at least one. */
    public List<NamePattern> patterns(String key) throws IOException {
        Object value = has(key) ? table.values().get(key).value() : null;
        if (!(value instanceof List<?> all)) {
            return List.of(pattern(key, null));
        }
        if (all.isEmpty()) {
            throw wrong(key, key + " is empty");
        }
        List<NamePattern> patterns = new ArrayList<>();
        for (Object each : all) {
            patterns.add(pattern(key, each));
        }
        return patterns;
    }

    /** A regular expression. */
    public Pattern regex(String key) throws IOException {
        try {
            return Pattern.compile(text(key, null));
        } catch (PatternSyntaxException e) {
            throw noRegex(key, e);
        }
    }

    private IOException noRegex(String key, PatternSyntaxException e) {
        return wrong(key, "'" + e.getPattern() + "' is not a regular expression: " + e.getDescription());
    }

    private NamePattern pattern(String key, Object value) throws IOException {
        if (!(value instanceof String text) || text.isBlank()) {
            throw wrong(key, key + " must be a string in quotation marks, or a list of strings");
        }
        try {
            return NamePattern.of(text);
        } catch (PatternSyntaxException e) {
            throw noRegex(key, e);
        }
    }

    public IOException wrong(String key, String what) {
        return new IOException(table.values().get(key).place() + ": " + what);
    }
}
