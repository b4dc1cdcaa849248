package org.kvmsh.repl.test;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.repl.cli.AppliesTo;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import org.kvmsh.repl.runner.RoundRule;
import picocli.CommandLine.Option;

/**
 * The option that runs scripts several times on each board: round by round, each a whole script, because its tests may
 * depend on each other.
 */
final class RepeatOptions {
    private static final Pattern ROUNDS = Pattern.compile("(until-pass:)?([1-9]\\d{0,8})");

    @AppliesTo(farm = OnFarm.TASKS)
    @Option(
            names = "--repeat",
            paramLabel = "ROUNDS",
            description = "One of: N (run all scripts N times on each board); until-failure (run all scripts"
                    + " repeatedly until a test fails); until-pass:N (if a test fails, rerun its script until"
                    + " it passes, at most N times); moved (run all scripts twice; in the second round, each"
                    + " machine is moved into a new VM, as m.moved does, at the start of each run and after"
                    + " some of its exits); moved-only (run only the second round of moved). A test that fails"
                    + " in some rounds and passes in others is flaky: the report says in how many rounds it"
                    + " failed, and the run fails, even with until-pass.")
    private String rounds;

    /** @throws IllegalArgumentException whose message is a sentence */
    RoundRule rule(boolean failFast) {
        if (RoundRule.MOVED.equals(rounds)) {
            return RoundRule.moved();
        }
        if (RoundRule.MOVED_ONLY.equals(rounds)) {
            return RoundRule.movedOnly();
        }
        boolean untilFailure = RoundRule.UNTIL_FAILURE.equals(rounds);
        if (rounds == null || untilFailure) {
            return new RoundRule(null, untilFailure, null);
        }
        Matcher given = ROUNDS.matcher(rounds);
        if (!given.matches()) {
            throw new IllegalArgumentException("invalid value '" + rounds
                    + "' for --repeat; use a number of at least 1, "
                    + RoundRule.UNTIL_FAILURE + ", until-pass:N such as until-pass:3, " + RoundRule.MOVED + ", or "
                    + RoundRule.MOVED_ONLY);
        }
        Integer number = Integer.valueOf(given.group(2));
        boolean untilPass = given.group(1) != null;
        if (untilPass && failFast) {
            throw new IllegalArgumentException("--repeat=until-pass cannot be used with --fail-fast");
        }
        return untilPass ? new RoundRule(null, false, number) : new RoundRule(number, false, null);
    }
}
