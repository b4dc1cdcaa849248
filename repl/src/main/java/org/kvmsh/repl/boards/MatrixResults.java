package org.kvmsh.repl.boards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.repl.abi.Json;

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
        return each(file, MatrixResults::of);
    }

    /** Whether every board of a file started. */
    static boolean isOfStarted(Path file) throws IOException {
        return each(file, board -> KERNEL.matcher(text(board, "about")).find()).stream().allMatch(started -> started);
    }

    private static <T> List<T> each(Path file, Function<Object, T> result) throws IOException {
        try {
            return items(Json.read(Files.readString(file)), "boards").stream().map(result).toList();
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is not the output of kvmsh test --json: " + e.getMessage(), e);
        }
    }

    private static MatrixResults of(Object board) {
        String shown = text(board, "board");
        String kernel = found(KERNEL.matcher(text(board, "about")), shown + " has no Linux release in the field about").group(1);
        String day = found(DAY.matcher(text(board, "began")), shown + " has no date in the field began").group();
        List<Test> tests = new ArrayList<>();
        for (Object script : items(board, "scripts")) {
            items(script, "tests").forEach(test -> tests.add(test(text(script, "script"), test)));
        }
        return new MatrixResults(shown.replaceFirst("[? ].*", ""), kernel, shown, day, List.copyOf(tests));
    }

    private static Matcher found(Matcher matcher, String otherwise) {
        if (!matcher.find()) {
            throw new IllegalArgumentException(otherwise);
        }
        return matcher;
    }

    private static Test test(String script, Object test) {
        Object failure = get(test, "failure");
        Object refusal = failure == null ? null : get(failure, "refusal");
        return new Test(script, text(test, "name"), text(test, "verdict"), text(test, "reason"), refusal == null ? "" : text(refusal, "call") + " " + text(refusal, "errno"));
    }

    private static Object get(Object of, String key) {
        if (of instanceof Map<?, ?> facts) {
            return facts.get(key);
        }
        throw new IllegalArgumentException("it has no " + key);
    }

    private static List<?> items(Object of, String key) {
        if (get(of, key) instanceof List<?> items) {
            return items;
        }
        throw new IllegalArgumentException("it has no list " + key);
    }

    /** Empty for null. */
    private static String text(Object of, String key) {
        Object value = get(of, key);
        return value == null ? "" : value.toString();
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
