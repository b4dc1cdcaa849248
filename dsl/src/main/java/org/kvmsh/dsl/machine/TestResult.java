package org.kvmsh.dsl.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of one test.
 *
 * @param why   of a failure the message with its place, of a skip the reason; empty where the test passed
 * @param steps the calls that a test that failed had made
 */
public record TestResult(String name, Ended ended, String why, List<String> steps, Duration took) {
    /** How a test can end. */
    public enum Ended { PASSED, FAILED, SKIPPED }

    public static TestResult passed(String name, Duration took) {
        return new TestResult(name, Ended.PASSED, "", List.of(), took);
    }

    public static TestResult failed(String name, String why, List<String> steps, Duration took) {
        return new TestResult(name, Ended.FAILED, why, List.copyOf(steps), took);
    }

    public static TestResult skipped(String name, String why) {
        return new TestResult(name, Ended.SKIPPED, why, List.of(), Duration.ZERO);
    }

    /** The result as lines of an output: the first says it all to those who count, what follows explains a failure. */
    public List<String> lines(int number) {
        List<String> lines = new ArrayList<>();
        lines.add((ended == Ended.FAILED ? "not ok " : "ok ") + number + " " + name + (ended == Ended.SKIPPED ? " # SKIP " + why : ""));
        if (ended == Ended.FAILED) {
            lines.addAll(steps);
            why.lines().forEach(line -> lines.add("  " + line));
        }
        return lines;
    }
}
