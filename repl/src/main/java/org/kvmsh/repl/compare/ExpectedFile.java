package org.kvmsh.repl.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.TomlTables;
import org.kvmsh.repl.cli.CheckedTable;
import org.kvmsh.repl.cli.NamePattern;

/** A file of expected differences, in TOML: {@code [[difference]]}, and its keys below it. */
final class ExpectedFile {
    private static final String WHAT = "what";
    private static final String ASPECT = "aspect";
    private static final String A = "a";
    private static final String B = "b";
    private static final String SCRIPT = "script";
    private static final String KIND = "kind";
    private static final List<String> KEYS = Stream.concat(
                    Stream.of(WHAT, ASPECT, A, B, SCRIPT, KIND), CheckedTable.OF_EXCUSE.stream())
            .toList();
    private static final List<String> KINDS = List.of("always", "sometimes");

    private ExpectedFile() {}

    /** @throws IOException whose message is a sentence with file, line and column */
    static List<ExpectedRow> read(Path file) throws IOException {
        List<ExpectedRow> rows = new ArrayList<>();
        for (TomlTables.Table table : CheckedTable.known(file).get(CheckedTable.DIFFERENCE)) {
            rows(CheckedTable.of(table, CheckedTable.DIFFERENCE, KEYS), rows);
        }
        return rows;
    }

    /** Each name of a list is a row, so that none of them stays when its difference is gone. */
    private static void rows(CheckedTable table, List<ExpectedRow> rows) throws IOException {
        Aspect aspect = table.has(ASPECT)
                ? Aspect.valueOf(table.choice(ASPECT, Aspect.names()).toUpperCase(Locale.ROOT))
                : null;
        boolean sometimes = table.choice(KIND, KINDS).equals(KINDS.get(1));
        for (NamePattern what : table.patterns(WHAT)) {
            rows.add(new ExpectedRow(
                    aspect,
                    what,
                    table.pattern(A, "*"),
                    table.pattern(B, "*"),
                    table.has(SCRIPT) ? table.pattern(SCRIPT, null) : null,
                    sometimes,
                    table.excuse()));
        }
    }
}
