package org.kvmsh.repl.test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.kvmsh.repl.cli.AppliesTo;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import org.kvmsh.repl.cli.NamePattern;
import org.kvmsh.repl.cli.TestWords;
import org.kvmsh.repl.results.record.RecordedRun;
import org.kvmsh.repl.runner.FailedTests;
import org.kvmsh.repl.runner.Selection;
import org.kvmsh.repl.runner.TestScript;
import picocli.CommandLine.Option;

/** The options that say which tests run, and in which order their scripts do. */
final class ChoosingOptions {
    static final String SHUFFLE = "--shuffle";

    @AppliesTo(farm = OnFarm.TASKS, processes = true)
    @Option(
            names = "--filter",
            paramLabel = "PATTERN",
            converter = NamePattern.OfOption.class,
            description = "Run the tests whose name, script or 'SCRIPT: NAME' matches PATTERN: a glob that matches"
                    + " the whole text ('vgic*'), or a regular expression in slashes that matches any part"
                    + " ('/v[23]$/'). May be repeated: a test that matches any pattern runs. Exit status 2 if"
                    + " a pattern matches no test.")
    private List<NamePattern> filters = new ArrayList<>();

    @AppliesTo(farm = OnFarm.TASKS, processes = true)
    @Option(
            names = "--tag",
            paramLabel = "TAG",
            converter = TagChoice.class,
            description = "Run the tests with this tag or, with '!TAG', those without it. May be repeated: a test"
                    + " must have at least one of the TAGs, if any are given, and none of the '!TAG's."
                    + " A script sets tags: test('NAME', tags: ['smoke']).")
    private List<String> tags = new ArrayList<>();

    @AppliesTo(farm = OnFarm.TASKS, processes = true)
    @Option(
            names = "--rerun-failed",
            paramLabel = "RUN",
            description = "Rerun the tests that failed, ended with an error or did not run in RUN, each on the"
                    + " same board. Taken from RUN unless given: PATH, --board, --isolate, --known, --repeat=moved,"
                    + " --strict, --timeout, --unchecked, --vacuity and the arguments after --.")
    private Path rerun;

    /** Each script's name for a process of another run, which asks for its tests by the names of that run. */
    @AppliesTo(farm = OnFarm.NOWHERE)
    @Option(names = TestWords.NAMED, hidden = true, paramLabel = "NAME", description = "The name of a script.")
    private List<String> scriptNames = new ArrayList<>();

    @AppliesTo(farm = OnFarm.SUBMITTER)
    @Option(
            names = "--list",
            description = "List the tests, without running any: board, script, name and tags, separated by tabs.")
    private boolean list;

    @AppliesTo(farm = OnFarm.NOWHERE, processes = true)
    @Option(
            names = "--fail-fast",
            description =
                    "Stop after the first test that fails or ends with an error; the others are reported as not run.")
    private boolean failFast;

    @AppliesTo(farm = OnFarm.SUBMITTER)
    @Option(
            names = SHUFFLE,
            arity = "0..1",
            paramLabel = "SEED",
            preprocessor = ShuffleSeed.class,
            description = "Run the scripts in a random order; the run prints its SEED, and --shuffle=SEED repeats the"
                    + " order. The tests of a script are not shuffled, because they may depend on each other.")
    private Integer seed;

    /** The run whose failures run again; null for none. */
    private RecordedRun again;

    /**
     * Reads the run whose failures run again; null for none.
     *
     * @throws IOException whose message is a sentence: there is no such run
     */
    RecordedRun again() throws IOException {
        if (rerun != null && again == null) {
            again = RecordedRun.read(rerun);
        }
        return again;
    }

    /** Whether another run has given its own options already. */
    boolean isOfAnotherRun() {
        return !scriptNames.isEmpty();
    }

    /**
     * The scripts to choose from.
     *
     * @param paths those of the command line; none for the scripts of the run whose failures run again
     * @throws IOException whose message is a sentence: there is no such file
     */
    List<TestScript> scripts(List<Path> paths) throws IOException {
        return scriptNames.size() == paths.size() && isOfAnotherRun()
                ? TestScript.named(paths, scriptNames)
                : paths.isEmpty()
                        ? TestScript.again(again.asked())
                        : TestScript.of(paths, again == null ? null : again.asked());
    }

    boolean isList() {
        return list;
    }

    boolean isFailFast() {
        return failFast;
    }

    Selection selection() {
        return new Selection(filters, tags, again == null ? null : new FailedTests(rerun, again));
    }

    /** Whether scripts run in another order than that of their names. */
    boolean isShuffled() {
        return seed != null;
    }

    /** The seed that the order follows from. */
    int seed() {
        return seed;
    }

    /** Scripts in the order in which they run. */
    List<TestScript> ordered(List<TestScript> scripts) {
        List<TestScript> ordered = new ArrayList<>(scripts);
        if (isShuffled()) {
            Collections.shuffle(ordered, new Random(seed()));
        }
        return ordered;
    }
}
