package org.kvmsh.repl.results.format;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;

/**
 * Results as signals of LAVA, a line for each test on the console that LAVA reads. Its names have no blanks. LAVA takes
 * a signal from anywhere in a line, so what else is printed there must have none. Source: LAVA's "lava-test-case", and
 * lava_dispatcher/actions/test.py.
 */
public final class LavaText {
    private static final String SIGNAL = "<LAVA_";

    private LavaText() {}

    public static List<String> lines(List<RanBoard> boards) {
        List<String> lines = new ArrayList<>();
        EscapedName names = new EscapedName();
        for (RanBoard board : boards) {
            String ofBoard = names.next(board.name());
            for (RanScript script : board.listed()) {
                EscapedName tests = new EscapedName();
                for (RanTest test : script.tests()) {
                    String name = ofBoard + "." + EscapedName.of(script.script())
                            + (test.name().equals(script.script()) ? "" : "." + tests.next(test.name()));
                    lines.add(SIGNAL + "SIGNAL_TESTCASE TEST_CASE_ID=" + name + " RESULT=" + result(test) + ">");
                }
            }
        }
        return lines;
    }

    /** A line of another's text, which is no signal then. */
    public static String withoutSignals(String line) {
        return line.replaceAll("(?i)<(?=LAVA)", "< ");
    }

    /** The result in LAVA's words. A test that did not get to its end has the result unknown, which is not a pass. */
    private static String result(RanTest test) {
        return switch (test.verdict()) {
            case PASSED -> "pass";
            case SKIPPED, XFAIL, KNOWN_FLAKY -> "skip";
            case FAILED, ERROR, FLAKY, XPASS -> "fail";
            case NOT_RUN -> "unknown";
        };
    }
}
