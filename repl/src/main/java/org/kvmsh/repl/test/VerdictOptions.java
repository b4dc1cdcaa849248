package org.kvmsh.repl.test;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.repl.cli.AppliesTo;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import org.kvmsh.repl.cli.TestTime;
import org.kvmsh.repl.cli.Unchecked;
import org.kvmsh.repl.compare.ExpectedDifferences;
import org.kvmsh.repl.known.KnownFailures;
import org.kvmsh.repl.runner.TestScript;
import picocli.CommandLine.Option;

/** The options that say when a test has failed, and what a failure means. */
final class VerdictOptions {
    static final String BISECT = "--bisect";

    @AppliesTo(farm = OnFarm.TASKS, processes = true)
    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = TestTime.class,
            description =
                    "Time limit of each test, such as 90s, 500ms or 5min. Default: ${DEFAULT-VALUE}. A test with its"
                            + " own limit ('within:') is not affected.")
    private Duration timeout;

    @AppliesTo(farm = OnFarm.SUBMITTER)
    @Option(
            names = BISECT,
            description = "Exit as git bisect run expects. 0: the tests passed. 1: a test failed. 125 (skip this"
                    + " commit): no verdict, because the kernel did not build or boot, the board was lost, a"
                    + " test ended with an error, or all tests were skipped. 129 (stop): usage error, a script"
                    + " that does not compile, or a board that is not set up.")
    private boolean bisect;

    @AppliesTo(farm = OnFarm.TASKS, processes = true)
    @Option(
            names = "--require-log",
            description = "Fail the run if the kernel log of a board cannot be read in full (an ordinary user"
                    + " cannot read it if kernel.dmesg_restrict is 1). Without this option the summary only"
                    + " reports it.")
    private boolean requireLog;

    @AppliesTo(farm = OnFarm.TASKS, processes = true)
    @Option(
            names = "--known",
            paramLabel = "FILE",
            description = "A TOML file of known test failures, known kernel reports and, with --baseline, known"
                    + " differences, each with a reason and an expiry date; may be repeated. Known failures"
                    + " are also read, without this option, from the nearest known-differences.toml in a"
                    + " script's directory or above it. Known failures are counted separately. The run fails"
                    + " if a test passes although it is known to fail, or if an entry has expired. A test also"
                    + " fails if its board's kernel becomes tainted or logs a WARNING, BUG, oops, KASAN,"
                    + " KCSAN, UBSAN, lockdep or refcount report (on hardware, also a stall, lockup or hung"
                    + " task), unless an entry matches the report.")
    private List<Path> knownFiles = new ArrayList<>();

    @AppliesTo(farm = OnFarm.TASKS, processes = true)
    @Option(
            names = "--strict",
            description = "Also fail each test that checks nothing, and each script with an expectation that is"
                    + " never reached.")
    private boolean strict;

    @AppliesTo(farm = OnFarm.TASKS, processes = true)
    @Option(
            names = "--vacuity",
            description = "Check the tests instead of the kernel: after each refusal that an expect(errno:)"
                    + " expects, retry the call with up to 300 different valid arguments. If every retry fails"
                    + " with the same errno as the refusal, the expectation proves nothing, and the test"
                    + " fails.")
    private boolean vacuity;

    @AppliesTo(farm = OnFarm.TASKS, processes = true)
    @Option(names = "--unchecked", description = Unchecked.OPTION)
    private boolean unchecked;

    @AppliesTo(farm = OnFarm.TASKS, processes = true)
    @Option(names = "--trace-errors", description = "Show the Java stack trace of an error.")
    private boolean traceErrors;

    boolean isBisect() {
        return bisect;
    }

    Duration timeout() {
        return timeout;
    }

    boolean isLogRequired() {
        return requireLog;
    }

    /** @throws IOException whose message is a sentence with file, line and column */
    ExpectedDifferences differences() throws IOException {
        return ExpectedDifferences.read(knownFiles);
    }

    /** @throws IOException whose message is a sentence with file, line and column */
    KnownFailures known(List<TestScript> scripts) throws IOException {
        return KnownFailures.read(
                knownFiles, scripts.stream().map(TestScript::known).toList());
    }

    boolean isStrict() {
        return strict;
    }

    boolean isUnchecked() {
        return unchecked;
    }

    boolean isVacuity() {
        return vacuity;
    }

    boolean isTracingErrors() {
        return traceErrors;
    }
}
