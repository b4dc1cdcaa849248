package org.kvmsh.repl.known;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.kvmsh.bindings.board.TomlTables;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.repl.cli.NamePattern;

/** A file of tests that are known to fail, in TOML: {@code [[known]]}, and its keys below it. */
final class KnownFile {
    private static final String TABLE = "known";
    private static final String TEST = "test";
    private static final String BOARD = "board";
    private static final String KERNEL = "kernel";
    private static final String REASON = "reason";
    private static final String LINK = "link";
    private static final String EXPIRES = "expires";
    private static final String KIND = "kind";
    private static final List<String> KEYS = List.of(TEST, BOARD, KERNEL, REASON, LINK, EXPIRES, KIND);
    private static final List<String> KINDS = List.of("fails", "flaky");

    private final TomlTables.Table table;

    private KnownFile(TomlTables.Table table) {
        this.table = table;
    }

    /** @throws IOException whose message is a sentence with file, line and column */
    static List<KnownFailure> read(Path file) throws IOException {
        List<KnownFailure> entries = new ArrayList<>();
        for (TomlTables.Table table : TomlTables.read(file, TABLE)) {
            entries.add(new KnownFile(table).entry());
        }
        return entries;
    }

    private KnownFailure entry() throws IOException {
        for (String key : table.values().keySet()) {
            if (!KEYS.contains(key)) {
                throw new IOException(table.values().get(key).place() + ": unknown key " + key + " in [[known]]; its keys are " + String.join(", ", KEYS) + Nearest.clause(key, KEYS));
            }
        }
        String kind = text(KIND, KINDS.get(0));
        if (!KINDS.contains(kind)) {
            throw wrong(KIND, "'" + kind + "' is not a kind; write \"" + String.join("\" or \"", KINDS) + "\"" + Nearest.clause(kind, KINDS));
        }
        return new KnownFailure(table.place(), pattern(TEST, null), pattern(BOARD, "*"), kernels(), text(REASON, null), table.values().containsKey(LINK) ? text(LINK, null) : null, expires(),
                kind.equals(KINDS.get(1)));
    }

    /** @param otherwise null for a key that must be there */
    private String text(String key, String otherwise) throws IOException {
        TomlTables.Value value = table.values().get(key);
        if (value == null && otherwise == null) {
            throw new IOException(table.place() + ": [[known]] has no " + key + "; add " + key + " = \"...\"");
        }
        if (value != null && !(value.value() instanceof String text && !text.isBlank())) {
            throw wrong(key, key + (value.value() instanceof String ? " is empty" : " must be a string in quotation marks"));
        }
        return value == null ? otherwise : (String) value.value();
    }

    private NamePattern pattern(String key, String otherwise) throws IOException {
        try {
            return NamePattern.of(text(key, otherwise));
        } catch (PatternSyntaxException e) {
            throw wrong(key, "'" + e.getPattern() + "' is not a regular expression: " + e.getDescription());
        }
    }

    private KernelRange kernels() throws IOException {
        try {
            return table.values().containsKey(KERNEL) ? KernelRange.of(text(KERNEL, null)) : null;
        } catch (IllegalArgumentException e) {
            throw wrong(KERNEL, e.getMessage());
        }
    }

    private LocalDate expires() throws IOException {
        TomlTables.Value value = table.values().get(EXPIRES);
        if (value != null && !(value.value() instanceof LocalDate)) {
            throw wrong(EXPIRES, "expires must be a date without quotation marks: expires = 2027-06-30");
        }
        return value == null ? null : (LocalDate) value.value();
    }

    private IOException wrong(String key, String what) {
        return new IOException(table.values().get(key).place() + ": " + what);
    }
}
