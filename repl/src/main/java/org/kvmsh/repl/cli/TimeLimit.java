package org.kvmsh.repl.cli;

import java.time.Duration;
import picocli.CommandLine.Option;

/** The option that ends a run of a command after a time. */
public final class TimeLimit {
    @Option(
            names = "--time",
            paramLabel = "TIME",
            description = "Time limit of the run, such as 10min. Default: none.",
            converter = TestTime.class)
    private Duration limit;

    /**
     * Whether a run has used its time up.
     *
     * @param began when it began, as {@link System#nanoTime} has it
     */
    public boolean isOver(long began) {
        return limit != null && System.nanoTime() - began > limit.toNanos();
    }
}
