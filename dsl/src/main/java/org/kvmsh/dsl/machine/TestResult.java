package org.kvmsh.dsl.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of one test.
 *
 * @param reason in a few words, on one line; of a skip and of a test that did not run always, of an error always ({@code TIMEOUT}), of a
 *               failure where the expectations do not explain it; empty otherwise
 * @param why    of a failure or an error the message with its place, of any length; empty where the reason is all
 * @param steps  the calls that a test that failed had made
 */
public record TestResult(String name, Verdict verdict, String reason, String why, List<String> steps, Duration took) {
    public TestResult {
        reason = reason.strip().replaceAll("\\s*\\R\\s*", " ");
        steps = List.copyOf(steps);
    }

    public static TestResult passed(String name, Duration took) {
        return new TestResult(name, Verdict.PASSED, "", "", List.of(), took);
    }

    /** An expectation did not hold, or the script threw. */
    public static TestResult failed(String name, String why, List<String> steps, Duration took) {
        return failed(name, "", why, steps, took);
    }

    /** A failure whose line says the reason: {@code not ok 1 NAME # REASON}. */
    public static TestResult failed(String name, String reason, String why, List<String> steps, Duration took) {
        return new TestResult(name, Verdict.FAILED, reason, why, steps, took);
    }

    public static TestResult skipped(String name, String reason) {
        return new TestResult(name, Verdict.SKIPPED, reason, "", List.of(), Duration.ZERO);
    }

    /** A test that was kept from its end. */
    public static TestResult error(String name, String reason, String why, List<String> steps, Duration took) {
        return new TestResult(name, Verdict.ERROR, reason, why, steps, took);
    }

    /** A test that never began. */
    public static TestResult notRun(String name, String reason) {
        return new TestResult(name, Verdict.NOT_RUN, reason, "", List.of(), Duration.ZERO);
    }

    /** What follows the name on its line after {@code #}; empty where nothing does. */
    public String directive() {
        return switch (verdict) {
            case SKIPPED -> "SKIP " + reason;
            case NOT_RUN -> "not run: " + reason;
            case PASSED, FAILED, ERROR -> reason;
        };
    }

    /** The reason and the message, whichever there are. */
    public String explanation() {
        return reason.isEmpty() ? why : why.isEmpty() ? reason : reason + "\n" + why;
    }

    /** The result as lines of an output: the first says it all to those who count, what follows explains a failure. */
    public List<String> lines(int number) {
        List<String> lines = new ArrayList<>();
        lines.add(verdict.marker() + " " + number + " " + name + (directive().isEmpty() ? "" : " # " + directive()));
        lines.addAll(steps);
        why.lines().forEach(line -> lines.add("  " + line));
        return lines;
    }
}
