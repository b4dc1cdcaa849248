package org.kvmsh.repl.runner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;
import org.kvmsh.repl.results.record.RecordedRun;

/** The tests that have not passed in a kept run, by board and script. */
public final class FailedTests {
    private final Path folder;
    /** By the name by which a board was asked for. */
    private final Map<String, Map<String, Tests>> boards = new LinkedHashMap<>();

    private final Set<String> met = ConcurrentHashMap.newKeySet();

    /** The tests of one script: all if what failed is no test of its own. */
    private static final class Tests {
        private final Set<String> names = new LinkedHashSet<>();
        private boolean all;
    }

    public FailedTests(Path folder, RecordedRun run) {
        this.folder = folder;
        for (int i = 0; i < run.boards().size(); i++) {
            RanBoard board = run.boards().get(i);
            Map<String, Tests> scripts = boards.computeIfAbsent(run.asked(i), name -> new LinkedHashMap<>());
            board.scripts()
                    .forEach(script -> script.tests().stream()
                            .filter(test -> !test.verdict().isOk())
                            .forEach(test -> add(scripts, script, test)));
        }
    }

    private static void add(Map<String, Tests> scripts, RanScript script, RanTest test) {
        Tests failed = scripts.computeIfAbsent(script.script(), name -> new Tests());
        failed.names.add(test.name());
        // What a script did outside of its tests is done again by its tests' run; a test without a name of its own may
        // be any of them.
        failed.all |= !RanScript.isOfOneTest(script.script(), test.name());
    }

    /** @param test null for one whose name is known only when its script runs */
    boolean has(String board, String script, String test) {
        boolean found = false;
        for (Map<String, Tests> scripts : boards.containsKey(board) ? List.of(boards.get(board)) : boards.values()) {
            Tests failed = scripts.get(script);
            found |= failed != null && (failed.all || test == null || failed.names.contains(test));
        }
        if (found) {
            met.add(script + ": " + (test == null ? "" : test));
        }
        return found;
    }

    /** Whether nothing failed. */
    boolean isEmpty() {
        return boards.values().stream().allMatch(Map::isEmpty);
    }

    /** The tests, as {@code SCRIPT: NAME}, that no script had. */
    List<String> unmet() {
        Set<String> unmet = new LinkedHashSet<>();
        boards.values()
                .forEach(scripts -> scripts.forEach((script, failed) -> {
                    if (!failed.all) {
                        failed.names.stream()
                                .map(name -> script + ": " + name)
                                .filter(name -> !met.contains(name))
                                .forEach(unmet::add);
                    } else if (met.stream().noneMatch(name -> name.startsWith(script + ": "))) {
                        unmet.add(script);
                    }
                }));
        return new ArrayList<>(unmet);
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
