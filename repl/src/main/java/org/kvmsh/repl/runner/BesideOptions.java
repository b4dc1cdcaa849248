package org.kvmsh.repl.runner;

import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options that say how many scripts run at once. */
final class BesideOptions {
    private static final Set<String> OF_PROCESS = Set.of(
            "--filter",
            "--tag",
            "--rerun-failed",
            "--timeout",
            "--allow-splat",
            "--require-log",
            "--known",
            "--strict",
            "--wait",
            "--unchecked",
            "--trace-errors",
            "--fail-fast");

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Run up to N scripts of a board at once, each with its own machines and its output shown when it"
                            + " ends. A script with the comment '// kvmsh: alone' runs alone. Default: ${DEFAULT-VALUE}.")
    private int jobs;

    @Option(
            names = "--isolate",
            description =
                    "Run each script in its own process, which opens the board itself. What ends the process, such as"
                            + " a crash of Java, fails that script alone.")
    private boolean isolate;

    boolean isIsolated() {
        return isolate;
    }

    /** The options of a command line that each process gets. */
    List<String> ofProcess(ParseResult line) {
        return FarmOptions.words(line, OF_PROCESS);
    }

    int jobs() {
        return jobs;
    }

    /** @throws IllegalArgumentException whose message is a sentence */
    void check() {
        if (jobs < 1) {
            throw new IllegalArgumentException("--jobs takes a number of at least 1");
        }
    }
}
