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

/** The calls of a board's tests that passed, a line each test: what a later run's failure is compared with. */
public final class BaselineCalls {
    /** The most calls of each test; a longer one is compared only up to this number. */
    static final int MOST = 200;

    private static final String CALLS = "calls";

    private final Map<List<String>, List<String>> tests = new LinkedHashMap<>();

    private BaselineCalls() {}

    static void append(KeptFiles board, String script, RanTest test, List<String> calls) throws IOException {
        Files.createDirectories(board.folder());
        append(board, line(script, test.name(), calls));
    }

    private static void append(KeptFiles board, String lines) throws IOException {
        Files.write(
                board.file(KeptFiles.PASSED_CALLS),
                lines.getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private static String line(String script, String test, List<String> calls) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put(RunEvent.SCRIPT_NAME, script);
        line.put(RunEvent.TEST_NAME, test);
        line.put(CALLS, calls);
        return Json.line(line) + "\n";
    }

    /**
     * Appends those that another run has kept.
     *
     * @param names by the name that a script has there, the one that it has here; other scripts are left out
     */
    static void append(KeptFiles board, KeptFiles other, Map<String, String> names) throws IOException {
        StringBuilder lines = new StringBuilder();
        read(other).tests.forEach((test, calls) -> {
            String name = names.get(test.get(0));
            if (name != null) {
                lines.append(line(name, test.get(1).equals(test.get(0)) ? name : test.get(1), calls));
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
                        List.of(line.text(RunEvent.SCRIPT_NAME), line.text(RunEvent.TEST_NAME)), line.texts(CALLS));
            } catch (IllegalArgumentException e) {
                // The last one, of a run that was killed.
                continue;
            }
        }
        return all;
    }

    /** The calls of a test; null if it has none. */
    public List<String> of(String script, String test) {
        return tests.get(List.of(script, test));
    }
}
