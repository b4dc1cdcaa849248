package org.kvmsh.repl.farm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.kvmsh.bindings.board.TomlTables;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.repl.cli.NamePattern;

/** Which nodes each board needs, from a file in TOML: {@code [[board]]}, its name, and options of sbatch by their names. */
public final class BoardNeeds {
    /** No board needs anything. */
    public static final BoardNeeds NONE = new BoardNeeds(Map.of());

    private static final String TABLE = "board";
    private static final String NAME = "name";
    private static final List<String> KEYS = List.of(NAME, "constraint", "licenses", "gres", "partition");

    private final Map<NamePattern, List<String>> options;

    private BoardNeeds(Map<NamePattern, List<String>> options) {
        this.options = options;
    }

    /** @throws IOException whose message is a sentence with file, line and column */
    public static BoardNeeds read(Path file) throws IOException {
        Map<NamePattern, List<String>> options = new LinkedHashMap<>();
        for (TomlTables.Table table : TomlTables.read(file, TABLE)) {
            List<String> words = new ArrayList<>();
            NamePattern name = null;
            for (Map.Entry<String, TomlTables.Value> entry : table.values().entrySet()) {
                String text = text(entry.getKey(), entry.getValue());
                if (entry.getKey().equals(NAME)) {
                    name = pattern(text, entry.getValue());
                } else {
                    words.add("--" + entry.getKey() + "=" + text);
                }
            }
            if (name == null) {
                throw new IOException(table.place() + ": [[board]] has no name; add name = \"...\"");
            }
            options.put(name, words);
        }
        return new BoardNeeds(options);
    }

    private static String text(String key, TomlTables.Value value) throws IOException {
        if (!KEYS.contains(key)) {
            throw new IOException(value.place() + ": unknown key " + key + " in [[board]]; its keys are " + String.join(", ", KEYS) + Nearest.clause(key, KEYS));
        }
        if (!(value.value() instanceof String text && !text.isBlank())) {
            throw new IOException(value.place() + ": " + key + (value.value() instanceof String ? " is empty" : " must be a string in quotation marks"));
        }
        return (String) value.value();
    }

    private static NamePattern pattern(String text, TomlTables.Value value) throws IOException {
        try {
            return NamePattern.of(text);
        } catch (PatternSyntaxException e) {
            throw new IOException(value.place() + ": '" + text + "' is not a regular expression: " + e.getDescription());
        }
    }

    /** The options of sbatch for a board: those of the first entry that its name matches. */
    List<String> options(String board) {
        return options.entrySet().stream().filter(entry -> entry.getKey().matches(board)).map(Map.Entry::getValue).findFirst().orElse(List.of());
    }
}
