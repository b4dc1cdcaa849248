package org.kvmsh.repl.farm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.TomlTables;
import org.kvmsh.repl.cli.CheckedTable;
import org.kvmsh.repl.cli.NamePattern;
import org.kvmsh.repl.cli.TestTime;
import picocli.CommandLine.TypeConversionException;

/**
 * What boards ask of a farm, from a file in TOML: {@code [[board]]}, a pattern of names, and options of sbatch by their
 * names. A board has each key of the first table that matches its name and has that key.
 */
public final class BoardNeeds {
    /** No board asks for anything. */
    public static final BoardNeeds NONE = new BoardNeeds(List.of());

    private static final String TABLE = "board";
    private static final String NAME = "name";
    private static final String SBATCH = "sbatch";
    private static final String SHARD = "shard";
    /** Options of sbatch. */
    private static final List<String> OPTIONS = List.of("constraint", "licenses", "gres", "partition");

    private static final List<String> KEYS = Stream.of(List.of(NAME), OPTIONS, List.of(SBATCH, SHARD))
            .flatMap(List::stream)
            .toList();

    private final List<Entry> entries;

    private BoardNeeds(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    /**
     * A table.
     *
     * @param options of sbatch, by key
     * @param length how long a task is to take; null to follow from the work
     */
    private record Entry(NamePattern name, Map<String, List<String>> options, Duration length) {}

    /** @throws IOException whose message is a sentence with file, line and column */
    public static BoardNeeds read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (TomlTables.Table each : TomlTables.read(file, TABLE)) {
            CheckedTable table = CheckedTable.of(each, TABLE, KEYS);
            Map<String, List<String>> options = new TreeMap<>();
            for (String key : OPTIONS) {
                if (table.has(key)) {
                    options.put(key, List.of("--" + key + "=" + table.text(key, null)));
                }
            }
            if (table.has(SBATCH)) {
                options.put(SBATCH, table.texts(SBATCH));
            }
            entries.add(new Entry(table.pattern(NAME, null), options, table.has(SHARD) ? time(table) : null));
        }
        return new BoardNeeds(entries);
    }

    private static Duration time(CheckedTable table) throws IOException {
        try {
            return new TestTime().convert(table.text(SHARD, null));
        } catch (TypeConversionException e) {
            throw table.wrong(SHARD, e.getMessage());
        }
    }

    /** The options of sbatch for a board. */
    List<String> options(String board) {
        return Stream.concat(OPTIONS.stream(), Stream.of(SBATCH))
                .flatMap(key -> of(board)
                        .map(entry -> entry.options.get(key))
                        .filter(Objects::nonNull)
                        .limit(1))
                .flatMap(List::stream)
                .toList();
    }

    /** How long a task of a board is to take; null to follow from the work. */
    Duration length(String board) {
        return of(board).map(Entry::length).filter(Objects::nonNull).findFirst().orElse(null);
    }

    private Stream<Entry> of(String board) {
        return entries.stream().filter(entry -> entry.name.matches(board));
    }
}
