package org.kvmsh.repl.farm;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.TomlTables;
import org.kvmsh.repl.cli.CheckedTable;
import org.kvmsh.repl.cli.NamePattern;

/**
 * The needs of each board for nodes, from a file in TOML: {@code [[board]]}, its name, and options of sbatch by their
 * names.
 */
public final class BoardNeeds {
    /** No board needs anything. */
    public static final BoardNeeds NONE = new BoardNeeds(Map.of());

    private static final String TABLE = "board";
    private static final String NAME = "name";
    /** Options for sbatch. */
    private static final List<String> OPTIONS = List.of("constraint", "licenses", "gres", "partition");

    private static final List<String> KEYS =
            Stream.concat(Stream.of(NAME), OPTIONS.stream()).toList();

    private final Map<NamePattern, List<String>> options;

    private BoardNeeds(Map<NamePattern, List<String>> options) {
        this.options = options;
    }

    /** @throws IOException whose message is a sentence with file, line and column */
    public static BoardNeeds read(Path file) throws IOException {
        Map<NamePattern, List<String>> options = new LinkedHashMap<>();
        for (TomlTables.Table each : TomlTables.read(file, TABLE)) {
            CheckedTable table = CheckedTable.of(each, TABLE, KEYS);
            List<String> words = new ArrayList<>();
            for (String key : OPTIONS) {
                if (table.has(key)) {
                    words.add("--" + key + "=" + table.text(key, null));
                }
            }
            options.put(table.pattern(NAME, null), words);
        }
        return new BoardNeeds(options);
    }

    /** The options of sbatch for a board: those of the first entry that its name matches. */
    List<String> options(String board) {
        return options.entrySet().stream()
                .filter(entry -> entry.getKey().matches(board))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(List.of());
    }
}
