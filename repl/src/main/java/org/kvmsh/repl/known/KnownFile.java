package org.kvmsh.repl.known;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.TomlTables;
import org.kvmsh.repl.cli.CheckedTable;

/**
 * A file of {@code --known}, in TOML: {@code [[failure]]} for tests that are known to fail and {@code [[splat]]} for a
 * kernel's reports.
 */
record KnownFile(List<KnownFailure> failures, List<KnownSplat> splats) {
    private static final String TEST = "test";
    private static final String BOARD = "board";
    private static final String KERNEL = "kernel";
    private static final String KIND = "kind";
    private static final List<String> KEYS = keys(TEST, BOARD, KERNEL, KIND);
    private static final String LOG = "log";
    private static final List<String> KINDS = List.of("fails", "flaky");

    /** @throws IOException whose message is a sentence with file, line and column */
    static KnownFile read(Path file) throws IOException {
        Map<String, List<TomlTables.Table>> tables = CheckedTable.known(file);
        List<KnownFailure> failures = new ArrayList<>();
        for (TomlTables.Table table : tables.get(CheckedTable.FAILURE)) {
            failures.add(entry(CheckedTable.of(table, CheckedTable.FAILURE, KEYS)));
        }
        List<KnownSplat> splats = new ArrayList<>();
        for (TomlTables.Table table : tables.get(CheckedTable.SPLAT)) {
            CheckedTable checked = CheckedTable.of(table, CheckedTable.SPLAT, keys(LOG));
            splats.add(new KnownSplat(checked.regex(LOG), checked.excuse()));
        }
        return new KnownFile(failures, splats);
    }

    private static List<String> keys(String... own) {
        return Stream.concat(Stream.of(own), CheckedTable.OF_EXCUSE.stream()).toList();
    }

    private static KnownFailure entry(CheckedTable table) throws IOException {
        String kind = table.choice(KIND, KINDS);
        return new KnownFailure(
                table.pattern(TEST, null),
                table.pattern(BOARD, "*"),
                kernels(table),
                table.excuse(),
                kind.equals(KINDS.get(1)));
    }

    private static KernelRange kernels(CheckedTable table) throws IOException {
        try {
            return table.has(KERNEL) ? KernelRange.of(table.text(KERNEL, null)) : null;
        } catch (IllegalArgumentException e) {
            throw table.wrong(KERNEL, e.getMessage());
        }
    }
}
