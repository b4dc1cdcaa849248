package org.kvmsh.repl.test;

import org.kvmsh.repl.cli.AppliesTo;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import org.kvmsh.repl.runner.RoundRule;
import picocli.CommandLine.Option;

/**
 * The options that run scripts several times on each board: round by round, each a whole script, because its tests may
 * depend on each other.
 */
final class RepeatOptions {
    @AppliesTo(farm = OnFarm.TASKS)
    @Option(
            names = "--repeat",
            paramLabel = "N",
            description =
                    "Run all scripts N times on each board. A test that fails and passes is flaky, and the run fails.")
    private Integer repeat;

    @AppliesTo(farm = OnFarm.NOWHERE)
    @Option(
            names = "--until-failure",
            description = "Run the scripts again until a test fails, at most --repeat times.")
    private boolean untilFailure;

    @AppliesTo(farm = OnFarm.TASKS)
    @Option(
            names = "--retries",
            paramLabel = "N",
            description =
                    "Run scripts with a test that failed again, up to N times. A test that passes then is flaky: it is"
                            + " reported with its rate, and the run still fails.")
    private Integer retries;

    /** @throws IllegalArgumentException whose message is a sentence */
    RoundRule rule(boolean failFast) {
        if (repeat != null && repeat < 1 || retries != null && retries < 1) {
            throw new IllegalArgumentException(
                    (repeat != null && repeat < 1 ? "--repeat" : "--retries") + " takes a number of at least 1");
        }
        if (retries != null && (repeat != null || untilFailure || failFast)) {
            throw new IllegalArgumentException("--retries cannot be used with "
                    + (repeat != null ? "--repeat" : untilFailure ? "--until-failure" : "--fail-fast"));
        }
        return new RoundRule(repeat, untilFailure, retries);
    }
}
