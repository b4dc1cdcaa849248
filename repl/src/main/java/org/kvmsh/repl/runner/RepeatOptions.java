package org.kvmsh.repl.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import picocli.CommandLine.Option;

/**
 * The options that run scripts several times on each board: round by round, each a whole script, because its tests may
 * depend on each other.
 */
final class RepeatOptions {
    @Option(
            names = "--repeat",
            paramLabel = "N",
            description =
                    "Run all scripts N times on each board. A test that fails and passes is flaky, and the run fails.")
    private Integer repeat;

    @Option(
            names = "--until-failure",
            description = "Run the scripts again until a test fails, at most --repeat times.")
    private boolean untilFailure;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description =
                    "Run scripts with a test that failed again, up to N times. A test that passes then is flaky: it is"
                            + " reported with its rate, and the run still fails.")
    private Integer retries;

    /** The boards on which a round without an end had nothing to run. */
    private final List<String> idle = new ArrayList<>();

    boolean isAsked() {
        return repeat != null || untilFailure || retries != null;
    }

    /** Whether the number of rounds does not depend on how tests end. */
    boolean isFixed() {
        return !untilFailure && retries == null;
    }

    /** @throws IllegalArgumentException whose message is a sentence */
    void check(boolean failFast) {
        if (repeat != null && repeat < 1 || retries != null && retries < 1) {
            throw new IllegalArgumentException(
                    (repeat != null && repeat < 1 ? "--repeat" : "--retries") + " takes a number of at least 1");
        }
        if (retries != null && (repeat != null || untilFailure || failFast)) {
            throw new IllegalArgumentException("--retries cannot be used with "
                    + (repeat != null ? "--repeat" : untilFailure ? "--until-failure" : "--fail-fast"));
        }
    }

    /**
     * The scripts of a round; empty after the last one.
     *
     * @param round from 1
     * @param isOk whether nothing failed when a script ran last
     */
    List<TestScript> round(int round, List<TestScript> scripts, Predicate<TestScript> isOk) {
        if (round == 1) {
            return scripts;
        }
        if (retries != null) {
            return round > retries + 1
                    ? List.of()
                    : scripts.stream().filter(script -> !isOk.test(script)).toList();
        }
        boolean more = repeat == null ? untilFailure : round <= repeat;
        return more && !(untilFailure && scripts.stream().anyMatch(script -> !isOk.test(script))) ? scripts : List.of();
    }

    /**
     * Ends the rounds on a board on which each test was skipped, since none of them can fail; true where nothing else
     * would end them.
     */
    boolean endsIdle(String board) {
        boolean ends = untilFailure && repeat == null;
        if (ends) {
            idle.add(board);
        }
        return ends;
    }

    /** The options that asked for what could not be done, a sentence each. */
    List<String> unmet() {
        return idle.stream()
                .map(board -> "--until-failure ended after one round on " + board + ": no test ran")
                .toList();
    }

    /** The title that is printed before a round; null before the only one. */
    String title(int round) {
        if (retries != null) {
            return round == 1 ? null : "retry " + (round - 1) + " of " + retries;
        }
        return repeat == null && !untilFailure ? null : "round " + round + (repeat == null ? "" : " of " + repeat);
    }
}
