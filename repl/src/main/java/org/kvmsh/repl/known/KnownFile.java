package org.kvmsh.repl.known;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.TomlTables;
import org.kvmsh.repl.cli.CheckedTable;
import org.kvmsh.repl.cli.NamePattern;

/**
 * A file of {@code --known}, in TOML: {@code [[failure]]} for tests that are known to fail, {@code [[splat]]} for a
 * kernel's reports and {@code [[answer]]} for its answers to calls.
 */
record KnownFile(List<KnownFailure> failures, List<KnownSplat> splats, List<KnownAnswer> answers) {
    private static final String TEST = "test";
    private static final String BOARD = "board";
    private static final String KERNEL = "kernel";
    private static final String KIND = "kind";
    private static final String MODULE = "module";
    private static final String VENDOR = "vendor";
    private static final String SAW = "saw";
    private static final List<String> KEYS = keys(TEST, BOARD, KERNEL, MODULE, VENDOR, SAW, KIND);
    private static final String LOG = "log";
    private static final String CALL = "call";
    private static final List<String> KINDS = List.of("fails", "flaky");

    /** @throws IOException whose message is a sentence with file, line and column */
    static KnownFile read(Path file) throws IOException {
        Map<String, List<TomlTables.Table>> tables = CheckedTable.known(file);
        List<KnownFailure> failures = new ArrayList<>();
        for (TomlTables.Table table : tables.get(CheckedTable.FAILURE)) {
            entries(CheckedTable.of(table, CheckedTable.FAILURE, KEYS), failures);
        }
        List<KnownSplat> splats = new ArrayList<>();
        for (TomlTables.Table table : tables.get(CheckedTable.SPLAT)) {
            CheckedTable checked = CheckedTable.of(table, CheckedTable.SPLAT, keys(LOG));
            splats.add(new KnownSplat(checked.regex(LOG), checked.excuse()));
        }
        List<KnownAnswer> answers = new ArrayList<>();
        for (TomlTables.Table table : tables.get(CheckedTable.ANSWER)) {
            CheckedTable checked =
                    CheckedTable.of(table, CheckedTable.ANSWER, keys(CALL, SAW, BOARD, KERNEL, MODULE, VENDOR));
            answers.add(new KnownAnswer(
                    checked.pattern(CALL, null), checked.pattern(SAW, null), where(checked), checked.excuse()));
        }
        return new KnownFile(failures, splats, answers);
    }

    private static List<String> keys(String... own) {
        return Stream.concat(Stream.of(own), CheckedTable.OF_EXCUSE.stream()).toList();
    }

    /** Each name of a list is an entry, so that none of them stays when its test passes. */
    private static void entries(CheckedTable table, List<KnownFailure> entries) throws IOException {
        boolean flaky = table.choice(KIND, KINDS).equals(KINDS.get(1));
        for (NamePattern test : table.patterns(TEST)) {
            entries.add(new KnownFailure(test, where(table), table.textIfAny(SAW), table.excuse(), flaky, null));
        }
    }

    private static KnownWhere where(CheckedTable table) throws IOException {
        return new KnownWhere(
                table.pattern(BOARD, "*"), kernels(table), table.textIfAny(MODULE), table.textIfAny(VENDOR));
    }

    private static KernelRange kernels(CheckedTable table) throws IOException {
        try {
            return table.has(KERNEL) ? KernelRange.of(table.text(KERNEL, null)) : null;
        } catch (IllegalArgumentException e) {
            throw table.wrong(KERNEL, e.getMessage());
        }
    }
}
