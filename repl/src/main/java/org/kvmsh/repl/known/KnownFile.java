package org.kvmsh.repl.known;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.repl.cli.CheckedTable;

/**
 * A file of {@code --known}, in TOML: {@code [[failure]]} for tests that are known to fail and {@code [[splat]]} for a
 * kernel's reports.
 */
final class KnownFile {
    private static final String TEST = "test";
    private static final String BOARD = "board";
    private static final String KERNEL = "kernel";
    private static final String KIND = "kind";
    private static final List<String> KEYS = keys(TEST, BOARD, KERNEL, KIND);
    private static final String LOG = "log";
    private static final List<String> KINDS = List.of("fails", "flaky");

    private KnownFile() {}

    /** @throws IOException whose message is a sentence with file, line and column */
    static List<KnownFailure> failures(Path file) throws IOException {
        List<KnownFailure> entries = new ArrayList<>();
        for (CheckedTable table : CheckedTable.known(file, CheckedTable.FAILURE, KEYS)) {
            entries.add(entry(table));
        }
        return entries;
    }

    /** @throws IOException whose message is a sentence with file, line and column */
    static List<KnownSplat> splats(Path file) throws IOException {
        List<KnownSplat> entries = new ArrayList<>();
        for (CheckedTable table : CheckedTable.known(file, CheckedTable.SPLAT, keys(LOG))) {
            entries.add(new KnownSplat(table.regex(LOG), table.excuse()));
        }
        return entries;
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
