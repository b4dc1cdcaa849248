package org.kvmsh.repl.known;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.board.TomlTables;
import org.kvmsh.repl.cli.CheckedTable;

/** A file of tests that are known to fail, in TOML: {@code [[known]]}, and its keys below it. */
final class KnownFile {
    private static final String TABLE = "known";
    private static final String TEST = "test";
    private static final String BOARD = "board";
    private static final String KERNEL = "kernel";
    private static final String KIND = "kind";
    private static final List<String> KEYS =
            List.of(TEST, BOARD, KERNEL, CheckedTable.REASON, CheckedTable.LINK, CheckedTable.EXPIRES, KIND);
    private static final List<String> KINDS = List.of("fails", "flaky");

    private KnownFile() {}

    /** @throws IOException whose message is a sentence with file, line and column */
    static List<KnownFailure> read(Path file) throws IOException {
        List<KnownFailure> entries = new ArrayList<>();
        for (TomlTables.Table table : TomlTables.read(file, TABLE)) {
            entries.add(entry(CheckedTable.of(table, TABLE, KEYS)));
        }
        return entries;
    }

    private static KnownFailure entry(CheckedTable table) throws IOException {
        String kind = table.choice(KIND, KINDS);
        return new KnownFailure(
                table.place(),
                table.pattern(TEST, null),
                table.pattern(BOARD, "*"),
                kernels(table),
                table.reason(),
                table.link(),
                table.expires(),
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
