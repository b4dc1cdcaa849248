package org.kvmsh.repl.runner;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.kvmsh.dsl.session.TestCounts;
import org.kvmsh.dsl.session.TestResult;
import org.kvmsh.dsl.session.Verdict;

/**
 * The results of the scripts on one board.
 *
 * @param board   the board's name with its kind, as in a prompt; for an unavailable one the requested name
 * @param about   what a reader must know about it
 */
public record BoardReport(String board, String about, Instant began, List<ScriptReport> scripts) {
    public BoardReport {
        scripts = List.copyOf(scripts);
    }

    /** Of all tests on all of some boards. */
    static TestCounts counts(List<BoardReport> boards) {
        return TestCounts.of(boards.stream().flatMap(board -> board.scripts().stream()).flatMap(script -> script.tests().stream()).toList());
    }

    /** Why tests were skipped, each reason once. */
    Set<String> reasons() {
        Set<String> reasons = new LinkedHashSet<>();
        scripts.forEach(script -> script.tests().stream().filter(test -> test.verdict() == Verdict.SKIPPED).map(TestResult::reason).forEach(reasons::add));
        return reasons;
    }
}
