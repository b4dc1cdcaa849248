package org.kvmsh.repl.boards;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.dsl.session.Verdict;

/**
 * What the tests of scripts came to on one board, from the file that kvmsh test --json wrote.
 *
 * @param board  its name without a release
 * @param kernel its kernel's version, as 6.1
 * @param shown  the board as test results show it
 * @param date   the day of the run
 */
record MatrixResults(String board, String kernel, String shown, String date, List<Test> tests) {
    private static final Pattern KERNEL = Pattern.compile("Linux (\\d+\\.\\d+)");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

    /**
     * One test.
     *
     * @param refused the call that the kernel refused, and its errno; empty if it was none
     */
    record Test(String script, String name, String verdict, String reason, String refused) {
        boolean isFailed() {
            return verdict.equals("failed") || verdict.equals("error");
        }

        boolean isSkipped() {
            return verdict.equals("skipped");
        }
    }

    /** Reads the boards of a file. */
    static List<MatrixResults> read(Path file) throws IOException {
        List<MatrixResults> all = new ArrayList<>();
        for (ResultPart board : boards(file)) {
            all.add(of(board));
        }
        return all;
    }

    /** Whether every board of a file started. */
    static boolean isOfStarted(Path file) throws IOException {
        for (ResultPart board : boards(file)) {
            if (!KERNEL.matcher(board.textOrEmpty("about")).find()) {
                return false;
            }
        }
        return true;
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
        String kernel = found(board, "about", KERNEL, "a string with a Linux release").group(1);
        String day = found(board, "began", DAY, "a date").group();
        List<Test> tests = new ArrayList<>();
        for (ResultPart script : board.items("scripts")) {
            String name = script.text("script");
            for (ResultPart test : script.items("tests")) {
                tests.add(test(name, test));
            }
        }
        return new MatrixResults(shown.replaceFirst("[? ].*", ""), kernel, shown, day, List.copyOf(tests));
    }

    private static Matcher found(ResultPart board, String key, Pattern pattern, String what) throws IOException {
        Matcher matcher = pattern.matcher(board.textOrEmpty(key));
        if (!matcher.find()) {
            throw board.wrong(key, what);
        }
        return matcher;
    }

    private static Test test(String script, ResultPart test) throws IOException {
        ResultPart failure = test.part("failure");
        ResultPart refusal = failure == null ? null : failure.part("refusal");
        String verdict = test.text("verdict");
        if (Stream.of(Verdict.values()).noneMatch(known -> known.toString().equals(verdict))) {
            throw test.wrong("verdict", "one of " + Stream.of(Verdict.values()).map(Verdict::toString).collect(Collectors.joining(", ")));
        }
        return new Test(script, test.text("name"), verdict, test.textOrEmpty("reason"), refusal == null ? "" : refusal.text("call") + " " + refusal.textOrEmpty("errno"));
    }

    /** How many tests ended so. */
    long count(String verdict) {
        return tests.stream().filter(test -> test.verdict().equals(verdict)).count();
    }

    /** Why a test was skipped, without what is this board's alone. */
    String whySkipped(Test test) {
        return test.reason().replace(" on " + shown, "").replaceFirst("; (this board|\\Q" + board + "\\E) .*", "");
    }
}
