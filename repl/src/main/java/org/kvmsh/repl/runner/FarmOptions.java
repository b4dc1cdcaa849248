package org.kvmsh.repl.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.kvmsh.repl.cli.LockOptions;
import org.kvmsh.repl.cli.TestTime;
import org.kvmsh.repl.farm.BoardNeeds;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** The options that say on which farm tests run, and how they are submitted. */
final class FarmOptions {
    private static final String SLURM = "slurm";
    private static final Set<String> OF_FARM = Set.of("--sbatch", "--farm-boards", "--shard");
    /** Options that are passed on to each task. */
    private static final Set<String> OF_TASK = Set.of(
            "--filter",
            "--tag",
            "--rerun-failed",
            "--repeat",
            "--retries",
            "--timeout",
            "--jobs",
            "--isolate",
            "--allow-splat",
            "--require-log",
            "--known",
            "--strict",
            "--wait",
            "--unchecked",
            "--trace-errors");
    /** Options that apply where the tasks are submitted. */
    private static final Set<String> OF_RUN = Set.of(
            "--board",
            "--farm",
            "--run",
            "--shuffle",
            "--seed",
            "--junit",
            "--ktap",
            "--json",
            "--bisect",
            "--baseline",
            "--expected");

    @Option(
            names = "--farm",
            paramLabel = "FARM",
            description =
                    "Run on a farm instead of this host: slurm. Needs --run, on a file system that the nodes share.")
    private String farm;

    @Option(
            names = "--sbatch",
            paramLabel = "OPTION",
            description = "An option for sbatch, such as --sbatch=--constraint=kvm; may be repeated.")
    private List<String> sbatch = new ArrayList<>();

    @Option(
            names = "--farm-boards",
            paramLabel = "FILE",
            description = "A file in TOML that says which nodes each board needs: [[board]], its name, and constraint,"
                    + " licenses, gres or partition.")
    private Path boards;

    @Option(
            names = "--shard",
            paramLabel = "TIME",
            converter = TestTime.class,
            description =
                    "How long a task of the farm is to take, by the times of the newest run beside the run's directory."
                            + " Default: one to five minutes, by the work and the farm's CPUs.")
    private Duration length;

    boolean isAsked() {
        return farm != null;
    }

    List<String> sbatch() {
        return sbatch;
    }

    /** The time that a task is to take; null to follow from the work. */
    Duration length() {
        return length;
    }

    /** @throws IOException whose message is a sentence */
    BoardNeeds needs() throws IOException {
        return boards == null ? BoardNeeds.NONE : BoardNeeds.read(boards);
    }

    /**
     * Checks a command line.
     *
     * @param titles of the boards: a farm's results tell them apart by these
     * @throws IOException whose message is a sentence: what does not go together
     */
    void check(KeepingOptions keeping, ParseResult line, List<String> titles) throws IOException {
        if (farm == null) {
            for (OptionSpec option : line.matchedOptions()) {
                if (OF_FARM.contains(option.longestName())) {
                    throw new IOException(option.longestName() + " needs --farm slurm");
                }
            }
            return;
        }
        if (!farm.equals(SLURM)) {
            throw new IOException("unknown farm: " + farm + "; supported: " + SLURM);
        }
        if (keeping.run() == null) {
            throw new IOException("--farm needs --run DIRECTORY, on a file system that the nodes share");
        }
        for (OptionSpec option : line.matchedOptions()) {
            if (!OF_FARM.contains(option.longestName())
                    && !OF_TASK.contains(option.longestName())
                    && !OF_RUN.contains(option.longestName())) {
                throw new IOException(option.longestName() + " cannot be used with --farm");
            }
        }
        for (String title : titles) {
            int times = Collections.frequency(titles, title);
            if (times > 1) {
                throw new IOException("a farm runs a board once, and " + title + " is given " + times
                        + " times; --repeat " + times + " runs its scripts " + times + " times");
            }
        }
    }

    /** The options of a command line that each task gets, with absolute paths. */
    List<String> ofTask(ParseResult line) {
        return words(line, OF_TASK);
    }

    /** Some options of a command line as another process is told them. */
    static List<String> words(ParseResult line, Set<String> names) {
        return line.commandSpec().options().stream()
                .filter(option -> names.contains(option.longestName()) && isGiven(line, option))
                .flatMap(FarmOptions::words)
                .toList();
    }

    /** An option that takes its value itself, as --wait, is not among those that picocli has matched. */
    private static boolean isGiven(ParseResult line, OptionSpec option) {
        return line.hasMatchedOption(option)
                || option.parameterConsumer() != null && !option.getValue().equals(option.initialValue());
    }

    private static Stream<String> words(OptionSpec option) {
        boolean path = option.type() == Path.class || option.auxiliaryTypes()[0] == Path.class;
        return option.arity().max() == 0
                ? Stream.of(option.longestName())
                : option.arity().min() == 0
                        ? Stream.of(option.longestName() + LockOptions.word(option.getValue()))
                        : option.originalStringValues().stream()
                                .map(value -> option.longestName() + "="
                                        + (path ? Path.of(value).toAbsolutePath() : value));
    }
}
