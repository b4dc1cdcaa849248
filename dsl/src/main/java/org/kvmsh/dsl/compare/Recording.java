package org.kvmsh.dsl.compare;

import java.time.Duration;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.trace.TraceFile;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.session.test.Verdict;

/**
 * The record of a script's run on one board.
 *
 * @param board its name with its architecture
 * @param abi its headers, with what the script's patches added
 * @param parts what is outside of tests first, then each test
 */
public record Recording(String board, Abi abi, List<Part> parts) {
    /**
     * A test of the script, or all that is outside of tests.
     *
     * @param calls in order; those of other threads than the script's in a list for each vCPU
     * @param result how it ended
     */
    record Part(List<List<RecordedCall>> calls, TestResult result) {
        boolean isSkipped() {
            return result.verdict() == Verdict.SKIPPED;
        }
    }

    public Recording {
        parts = List.copyOf(parts);
    }

    /** The script's calls in a trace; a trace does not say to which tests they belong. */
    public static Recording of(TraceFile trace) {
        Abi abi = Abi.of(trace.table());
        return new Recording(
                trace.boardName(),
                abi,
                List.of(new Part(TracedOrder.of(trace, abi), TestResult.passed(Recorder.OUTSIDE, Duration.ZERO))));
    }

    /** The part that has a test's name, or is outside of tests, or null. */
    Part part(String name) {
        return parts.stream()
                .filter(part -> part.result().name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Whether the script itself is not for this board, so that it may not have come to its tests. */
    boolean isSkipped() {
        return parts.get(0).isSkipped();
    }

    /** Why no part of the script is for this board; null if some part is. */
    public String skipped() {
        Part outside = parts.get(0);
        boolean nothing = outside.isSkipped() && parts.stream().skip(1).allMatch(Part::isSkipped);
        return nothing ? outside.result().reason() : null;
    }
}
