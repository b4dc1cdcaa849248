package org.kvmsh.repl.boards;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.dsl.session.test.EndedEarly;
import org.kvmsh.dsl.session.test.Verdict;

/**
 * The results of the tests of scripts on one board, from files that kvmsh test --output json wrote.
 *
 * @param board its name without a release
 * @param kernel its kernel's version, as 6.1; empty for a board that did not start
 * @param shown the board as test results show it
 * @param days the days of the runs
 */
record MatrixResults(String board, String kernel, String shown, SortedSet<String> days, List<Test> tests) {
    private static final Pattern KERNEL = Pattern.compile("Linux (\\d+\\.\\d+)");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");
    private static final String NOT_RUN = Verdict.NOT_RUN.toString();

    /**
     * One test.
     *
     * @param refused the call that the kernel refused, and its errno; empty if it was none
     */
    record Test(String script, String name, String verdict, String reason, String refused) {
        boolean isPassed() {
            return verdict.equals("passed");
        }

        boolean isFailed() {
            return (verdict.equals("failed") || verdict.equals("error")) && !isEnded();
        }

        boolean isSkipped() {
            return verdict.equals("skipped");
        }

        /** Whether it did not begin. */
        private boolean isNotBegun() {
            return verdict.equals(NOT_RUN);
        }

        /** Whether it gave no verdict. */
        boolean isNotRun() {
            return isNotBegun() || isEnded();
        }

        /** Whether its script is to run again: it did not begin, or it was ended before it gave a verdict. */
        private boolean isOfMissing() {
            return isNotBegun() && name.equals(script) || isEnded();
        }

        /**
         * Whether it was ended from outside. A time limit and a lost board say as much about the load of this host as
         * about the kernel.
         */
        private boolean isEnded() {
            return Stream.of(EndedEarly.INTERRUPTED, EndedEarly.TIMEOUT, EndedEarly.BOARD_LOST)
                    .anyMatch(how -> reason.startsWith(how.reason()));
        }
    }

    /** Reads a file. */
    static MatrixResults read(Path file) throws IOException {
        return of(boards(file).get(0));
    }

    /** Whether the board started, and has a Linux kernel. */
    boolean isStarted() {
        return !kernel.isEmpty();
    }

    /** Why the board did not start. */
    String whyNotStarted() {
        return tests.stream()
                .filter(Test::isNotBegun)
                .map(Test::reason)
                .findFirst()
                .orElse("it does not report a Linux kernel");
    }

    /** The scripts that are to run again. */
    List<String> missing() {
        return tests.stream()
                .filter(Test::isOfMissing)
                .map(Test::script)
                .distinct()
                .toList();
    }

    boolean isWhole() {
        return isStarted() && missing().isEmpty();
    }

    /** These results with those of scripts that ran later. */
    MatrixResults with(MatrixResults later) throws IOException {
        if (!isStarted() || !later.isStarted()) {
            return isStarted() ? this : later;
        }
        if (!kernel.equals(later.kernel)) {
            throw new IOException(shown + " ran Linux " + kernel + " at first and then Linux " + later.kernel
                    + "; remove its results to run it again");
        }
        Map<String, List<Test>> scripts = new LinkedHashMap<>();
        Stream.of(this, later)
                .forEach(part -> scripts.putAll(part.tests.stream()
                        .collect(Collectors.groupingBy(Test::script, LinkedHashMap::new, Collectors.toList()))));
        SortedSet<String> both = new TreeSet<>(days);
        both.addAll(later.days);
        return new MatrixResults(
                board,
                kernel,
                shown,
                both,
                scripts.values().stream().flatMap(List::stream).toList());
    }

    private static List<ResultPart> boards(Path file) throws IOException {
        ResultPart all = ResultPart.of(file);
        List<ResultPart> boards = all.items("boards");
        if (boards.isEmpty()) {
            throw all.wrong("boards", "a list with at least one board");
        }
        return boards;
    }

    private static MatrixResults of(ResultPart board) throws IOException {
        String shown = board.text("board");
        Matcher kernel = KERNEL.matcher(board.textOrEmpty("about"));
        Matcher day = DAY.matcher(board.textOrEmpty("began"));
        if (!day.find()) {
            throw board.wrong("began", "a date");
        }
        List<Test> tests = new ArrayList<>();
        for (ResultPart script : board.items("scripts")) {
            String name = script.text("script");
            for (ResultPart test : script.items("tests")) {
                tests.add(test(name, test));
            }
        }
        return new MatrixResults(
                shown.replaceFirst("[? ].*", ""),
                kernel.find() ? kernel.group(1) : "",
                shown,
                new TreeSet<>(Set.of(day.group())),
                List.copyOf(tests));
    }

    private static Test test(String script, ResultPart test) throws IOException {
        ResultPart failure = test.part("failure");
        ResultPart refusal = failure == null ? null : failure.part("refusal");
        String verdict = test.text("verdict");
        if (Stream.of(Verdict.values()).noneMatch(known -> known.toString().equals(verdict))) {
            throw test.wrong(
                    "verdict",
                    "one of "
                            + Stream.of(Verdict.values()).map(Verdict::toString).collect(Collectors.joining(", ")));
        }
        return new Test(
                script,
                test.text("name"),
                verdict,
                test.textOrEmpty("reason"),
                refusal == null ? "" : refusal.text("call") + " " + refusal.textOrEmpty("errno"));
    }

    /** The number of tests that match. */
    long count(Predicate<Test> what) {
        return tests.stream().filter(what).count();
    }

    /** Why a test gave no verdict. */
    static String whyNotRun(Test test) {
        return test.reason().equals(EndedEarly.TIMEOUT.reason()) ? "exceeded the time limit of a test" : test.reason();
    }

    /** Why a test was skipped, without what is this board's alone. */
    String whySkipped(Test test) {
        return test.reason().replace(" on " + shown, "").replaceFirst("; (this board|\\Q" + board + "\\E\\S*) .*", "");
    }
}
