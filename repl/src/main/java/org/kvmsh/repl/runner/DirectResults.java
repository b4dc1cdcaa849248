package org.kvmsh.repl.runner;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.kvmsh.dsl.session.test.TestPolicy;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.results.FailureCards;
import org.kvmsh.repl.results.FailureNotes;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;

/** Prints the results of a script that is run directly: of equal failures the first has all that explains it. */
final class DirectResults implements TestPolicy {
    /** Null before the first failure: most scripts have none, and need no classes of reports. */
    private PrintedResults shown;

    @Override
    public synchronized void print(TestResult result, int number, Consumer<? super MarkedLine> out) {
        if (result.verdict().isOk()) {
            TestPolicy.super.print(result, number, out);
            return;
        }
        if (shown == null) {
            shown = new PrintedResults(
                    new FailureCards(FailureNotes.NONE),
                    new RanBoard("", "", Instant.EPOCH, List.of()),
                    RanScript.empty(""),
                    null,
                    null,
                    false);
        }
        shown.print(result, number, out);
    }
}
