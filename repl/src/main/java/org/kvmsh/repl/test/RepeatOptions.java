package org.kvmsh.repl.test;

import java.util.regex.Pattern;
import org.kvmsh.repl.cli.AppliesTo;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import org.kvmsh.repl.runner.RoundRule;
import picocli.CommandLine.Option;

/**
 * The options that run scripts several times on each board: round by round, each a whole script, because its tests may
 * depend on each other.
 */
final class RepeatOptions {
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,8}");

    @AppliesTo(farm = OnFarm.TASKS)
    @Option(
            names = "--repeat",
            paramLabel = "N",
            description =
                    "Run all scripts N times on each board; --repeat=until-failure runs them until a test fails. A test"
                            + " that fails in some rounds and passes in others is flaky, and the run fails.")
    private String rounds;

    @AppliesTo(farm = OnFarm.TASKS)
    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "If a test fails, run its script again, up to N times. A test that then passes is flaky:"
                    + " it is reported with the number of rounds that failed, and the run still fails.")
    private Integer retries;

    /** @throws IllegalArgumentException whose message is a sentence */
    RoundRule rule(boolean failFast) {
        if (retries != null && retries < 1) {
            throw new IllegalArgumentException("--retries takes a number of at least 1");
        }
        if (retries != null && (rounds != null || failFast)) {
            throw new IllegalArgumentException(
                    "--retries cannot be used with " + (rounds != null ? "--repeat" : "--fail-fast"));
        }
        return new RoundRule(repeat(), isUntilFailure(), retries);
    }

    private boolean isUntilFailure() {
        return RoundRule.UNTIL_FAILURE.equals(rounds);
    }

    private Integer repeat() {
        if (rounds == null || isUntilFailure()) {
            return null;
        }
        if (!NUMBER.matcher(rounds).matches()) {
            throw new IllegalArgumentException(
                    "--repeat takes a number of at least 1, or " + RoundRule.UNTIL_FAILURE + ", not '" + rounds + "'");
        }
        return Integer.valueOf(rounds);
    }
}
