package org.kvmsh.repl.results;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.kvmsh.dsl.session.TestCounts;
import org.kvmsh.dsl.session.Verdict;

/**
 * The results of the scripts on one board.
 *
 * @param board   the board's name with its kind, as in a prompt; for an unavailable one the requested name
 * @param about   what a reader must know about it
 */
public record RanBoard(String board, String about, Instant began, List<RanScript> scripts) {
    public RanBoard {
        scripts = List.copyOf(scripts);
    }

    /** Of all tests on all of some boards. */
    public static TestCounts counts(List<RanBoard> boards) {
        return counts(boards.stream().flatMap(RanBoard::tests));
    }

    static TestCounts counts(Stream<RanTest> tests) {
        return TestCounts.ofVerdicts(tests.map(RanTest::verdict).toList());
    }

    /** Those of all scripts. */
    public Stream<RanTest> tests() {
        return scripts.stream().flatMap(script -> script.tests().stream());
    }

    /** Why tests were skipped, each reason once. */
    public Set<String> reasons() {
        Set<String> reasons = new LinkedHashSet<>();
        tests().filter(test -> test.verdict() == Verdict.SKIPPED).map(RanTest::reason).forEach(reasons::add);
        return reasons;
    }
}
