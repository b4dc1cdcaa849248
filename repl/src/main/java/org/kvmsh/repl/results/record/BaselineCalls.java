package org.kvmsh.repl.results.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.results.KeptFiles;
import org.kvmsh.repl.results.LineMembers;
import org.kvmsh.repl.results.RanTest;

/**
 * The calls and exits of a board's tests that passed, a line each test: what a later run's failure is compared with.
 */
public final class BaselineCalls {
    /** The most calls of each test; a longer one is compared only up to this number. */
    static final int MOST = 200;

    private static final String CALLS = "calls";
    private static final String EXITS = "exits";
    /** The most lines of exits of each test, for one with many VMs. */
    private static final int MOST_EXITS = 200;

    private final Map<List<String>, Kept> tests = new LinkedHashMap<>();

    private record Kept(List<String> calls, List<String> exits) {}

    private BaselineCalls() {}

    static void append(KeptFiles board, String script, RanTest test, List<String> calls, List<String> exits)
            throws IOException {
        Files.createDirectories(board.folder());
        Kept kept = new Kept(calls, exits.subList(0, Math.min(MOST_EXITS, exits.size())));
        append(board, line(script, test.name(), kept));
    }

    private static void append(KeptFiles board, String lines) throws IOException {
        Files.write(
                board.file(KeptFiles.PASSED_CALLS),
                lines.getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static String line(String script, String test, Kept kept) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(RunEvent.SCRIPT_NAME, script);
        line.put(RunEvent.TEST_NAME, test);
        line.put(CALLS, kept.calls);
        if (kept.exits != null) {
            line.put(EXITS, kept.exits);
        }
        return Json.line(line) + "\n";
    }

    /**
     * Appends those that another run has kept.
     *
     * @param names by the name that a script has there, the one that it has here; other scripts are left out
     */
    static void append(KeptFiles board, KeptFiles other, Map<String, String> names) throws IOException {
        StringBuilder lines = new StringBuilder();
        read(other).tests.forEach((test, kept) -> {
            String name = names.get(test.get(0));
            if (name != null) {
                lines.append(line(name, test.get(1).equals(test.get(0)) ? name : test.get(1), kept));
            }
        });
        append(board, lines.toString());
    }

    /** Reads what there is: a page does without the rest. */
    public static BaselineCalls read(KeptFiles board) {
        BaselineCalls all = new BaselineCalls();
        for (String text : board == null ? List.<String>of() : board.lines(KeptFiles.PASSED_CALLS)) {
            try {
                LineMembers line = LineMembers.of(Json.value(text));
                all.tests.put(
                        List.of(line.text(RunEvent.SCRIPT_NAME), line.text(RunEvent.TEST_NAME)),
                        new Kept(line.texts(CALLS), line.has(EXITS) ? line.texts(EXITS) : null));
            } catch (IllegalArgumentException e) {
                // The last one, of a run that was killed.
                continue;
            }
        }
        return all;
    }

    /** The calls of a test; null if it has none. */
    public List<String> of(String script, String test) {
        Kept kept = tests.get(List.of(script, test));
        return kept == null ? null : kept.calls;
    }

    /** The last exits of a test; null if it is not kept, or by a kvmsh that kept no exits. */
    public List<String> exits(String script, String test) {
        Kept kept = tests.get(List.of(script, test));
        return kept == null ? null : kept.exits;
    }
}
