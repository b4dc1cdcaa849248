package org.kvmsh.repl.test;

import org.kvmsh.repl.cli.AppliesTo;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import picocli.CommandLine.Option;

/** The options that say how many scripts run at once. */
final class BesideOptions {
    @AppliesTo(farm = OnFarm.TASKS)
    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            defaultValue = "1",
            description = "Run up to N scripts at once on each board, each with its own VMs. The output of a"
                    + " script is shown when it ends. A script with the comment '// kvmsh: alone' runs alone."
                    + " Default: ${DEFAULT-VALUE}.")
    private int jobs;

    @AppliesTo(farm = OnFarm.TASKS)
    @Option(
            names = "--isolate",
            description = "Run each script in its own process, which opens the board itself. If a process dies,"
                    + " only its script fails.")
    private boolean isolate;

    boolean isIsolated() {
        return isolate;
    }

    /** @throws IllegalArgumentException whose message is a sentence */
    int jobs() {
        if (jobs < 1) {
            throw new IllegalArgumentException("--jobs takes a number of at least 1");
        }
        return jobs;
    }
}
