package org.kvmsh.repl.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * The number of times that the scripts of each board run: round by round, each a whole script, because its tests may
 * depend on each other.
 */
public final class RoundRule {
    /** The value of {@code --repeat} for as many rounds as it takes. */
    public static final String UNTIL_FAILURE = "until-failure";
    /** The value of {@code --repeat} for a second round in which machines move into new VMs. */
    public static final String MOVED = "moved";
    /** The value of {@code --repeat} for that second round alone. */
    public static final String MOVED_ONLY = "moved-only";

    /** Null for no number. */
    private final Integer repeat;

    private final boolean untilFailure;
    /** Null for no retries. */
    private final Integer retries;

    /** The first round in which machines move; 0 for none. */
    private final int moved;

    /** The boards on which a round without an end had nothing to run. */
    private final List<String> idle = new ArrayList<>();

    /**
     * A rule for all boards.
     *
     * @param repeat the number of rounds; null for one, or as many as it takes
     * @param untilFailure whether a failure ends the rounds
     * @param retries the most rounds after the first, of scripts that failed in each one before; null for none
     */
    public RoundRule(Integer repeat, boolean untilFailure, Integer retries) {
        this(repeat, untilFailure, retries, 0);
    }

    private RoundRule(Integer repeat, boolean untilFailure, Integer retries, int moved) {
        this.moved = moved;
        this.repeat = repeat;
        this.untilFailure = untilFailure;
        this.retries = retries;
    }

    /** Two rounds: in the second one, machines move into new VMs. */
    public static RoundRule moved() {
        return new RoundRule(2, false, null, 2);
    }

    /** One round, in which machines move into new VMs. */
    public static RoundRule movedOnly() {
        return new RoundRule(null, false, null, 1);
    }

    /** The value of {@code --repeat} that is no number; null for a number of rounds. */
    public String value() {
        return untilFailure ? UNTIL_FAILURE : moved == 0 ? null : repeat == null ? MOVED_ONLY : MOVED;
    }

    /** Whether machines move into new VMs in a round. */
    boolean moves(int round) {
        return moved != 0 && round >= moved;
    }

    /** Whether the number of rounds does not depend on how tests end. */
    public boolean isFixed() {
        return !untilFailure && retries == null;
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
        return untilFailure
                ? scripts.stream().allMatch(isOk) ? scripts : List.of()
                : repeat != null && round <= repeat ? scripts : List.of();
    }

    /**
     * Ends the rounds on a board on which each test was skipped, since none of them can fail; true where nothing else
     * would end them.
     */
    boolean endsIdle(String board) {
        if (untilFailure) {
            idle.add(board);
        }
        return untilFailure;
    }

    /** The options that asked for what could not be done, a sentence each. */
    List<String> unmet() {
        return idle.stream()
                .map(board -> "--repeat=" + UNTIL_FAILURE + " ended after one round on " + board + ": no test ran")
                .toList();
    }

    /** The title that is printed before a round; null before the only one. */
    String title(int round) {
        if (retries != null) {
            return round == 1 ? null : "retry " + (round - 1) + " of " + retries;
        }
        return repeat == null && !untilFailure
                ? null
                : "round " + round + (repeat == null ? "" : " of " + repeat) + (moves(round) ? ", moved" : "");
    }
}
