package org.kvmsh.repl.runner;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.results.FailureCards;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;

/**
 * Prints the results of one script.
 *
 * @param out where the script prints; null where its output is not held
 * @param held its output, or its board's, which may be shown later: only then it is known what was shown above it; null
 *     if that is shown at once
 * @param brief whether a test that is no failure is left out
 */
record PrintedResults(
        FailureCards cards, RanBoard board, RanScript script, HeadedOutput out, HeldOutput held, boolean brief) {
    void print(TestResult result, int number, Consumer<? super MarkedLine> taker) {
        Supplier<List<MarkedLine>> lines = () -> cards.lines(board, script, result, number);
        if (brief && result.verdict().isOk()) {
            return;
        }
        if (held == null) {
            lines.get().forEach(taker);
        } else {
            out.head();
            held.later(lines);
        }
    }
}
