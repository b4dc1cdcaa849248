package org.kvmsh.repl.results;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.kvmsh.dsl.session.test.EndedEarly;
import org.kvmsh.dsl.session.test.TestCounts;
import org.kvmsh.dsl.session.test.Verdict;

/**
 * The results of a script's tests on one board.
 *
 * @param took in whole milliseconds
 */
public record RanScript(String script, List<RanTest> tests, Duration took) {
    /** What stands for tests that a script did not reach, and that it names only when it runs. */
    private static final Pattern WITHOUT_NAME = Pattern.compile("(the|other) tests at line \\d+.*");

    public RanScript {
        tests = List.copyOf(tests);
        took = Duration.ofMillis(took.toMillis());
    }

    /** A script without results. */
    public static RanScript empty(String script) {
        return new RanScript(script, List.of(), Duration.ZERO);
    }

    /** A script that could not be tried at all. */
    public static RanScript notRun(String script, String why) {
        return new RanScript(script, List.of(RanTest.without(script, Verdict.NOT_RUN, why)), Duration.ZERO);
    }

    /** The same with one more result. */
    public RanScript with(RanTest late) {
        return new RanScript(
                script, Stream.concat(tests.stream(), Stream.of(late)).toList(), took);
    }

    /** Whether it has no tests of its own, and counts as one. */
    public boolean isOneTest() {
        return tests.size() == 1 && tests.get(0).name().equals(script);
    }

    /**
     * Whether a result is that of one test of a script, by its own name: not that of the script itself, of what it does
     * outside of its tests, or of tests that are named only when it runs.
     */
    public static boolean isOfOneTest(String script, String test) {
        return !test.equals(script)
                && !test.startsWith(script + ", ")
                && !WITHOUT_NAME.matcher(test).matches();
    }

    /** Whether nothing failed, and everything ran that should run. */
    public boolean isOk() {
        return counts().isOk();
    }

    /** Whether it is one of several scripts and as a whole for other boards: it is counted then, and not listed. */
    public boolean isLeftOut(int scripts) {
        return scripts > 1 && isOneTest() && tests.get(0).isForOtherBoards();
    }

    /** The name of one of its tests beside those of other scripts. */
    public String name(RanTest test) {
        return isOneTest() ? test.name() : script + ": " + test.name();
    }

    /** Whether its board was lost while it ran. */
    public boolean hasLostBoard() {
        return tests.stream()
                .anyMatch(test ->
                        test.verdict() == Verdict.ERROR && test.reason().startsWith(EndedEarly.BOARD_LOST.reason()));
    }

    public TestCounts counts() {
        return RanBoard.counts(tests.stream());
    }
}
