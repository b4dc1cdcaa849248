package org.kvmsh.repl.test;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.kvmsh.repl.cli.AppliesTo;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import org.kvmsh.repl.cli.BuildVersion;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.results.record.RunAsked;
import org.kvmsh.repl.results.record.RunFolders;
import org.kvmsh.repl.results.record.RunRecord;
import org.kvmsh.repl.runner.TestScript;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say where a run is kept. */
final class KeepingOptions {
    /** The word instead of a directory, which is {@code ./none} if it has this name. */
    private static final Path NONE = Path.of("none");

    @ArgGroup
    private Choice choice = new Choice();

    /** One of them. */
    static final class Choice {
        @AppliesTo(farm = OnFarm.SUBMITTER)
        @Option(
                names = "--run",
                paramLabel = "DIRECTORY|none",
                description = "Record the run in DIRECTORY as it proceeds: a line when a test begins and when it ends."
                        + " kvmsh report makes result files from it, and other options take it as RUN."
                        + " Default: a new directory below ~/.local/state/kvmsh/runs, where the newest 20 are kept. With"
                        + " 'none' the run is not recorded.")
        private Path run;

        @AppliesTo(farm = OnFarm.NOWHERE, resumed = true)
        @Option(
                names = "--resume",
                paramLabel = "RUN",
                description = "Continue a run that was interrupted: run the scripts that did not finish, with the"
                        + " options of that run. On a farm, first wait for tasks that are still queued or running.")
        private Path resume;
    }

    /** The directory that was asked for; null for the default or none. */
    Path run() {
        return NONE.equals(choice.run) ? null : choice.run;
    }

    /** Whether the place of the run is to be told. */
    boolean isDefault() {
        return choice.run == null;
    }

    /**
     * Reads the run to go on with; null for a new one.
     *
     * @throws IOException whose message is a sentence
     */
    ResumedRun resumed(GivenOptions given) throws IOException {
        if (choice.resume == null) {
            return null;
        }
        given.checkResumed();
        return ResumedRun.read(choice.resume);
    }

    /**
     * Begins to keep a run.
     *
     * @param boards their names in results
     * @param warn takes why it cannot be kept in the default place: the tests run anyway
     * @throws IOException whose message is a sentence, for a place that was asked for
     */
    RunRecord begin(
            Invocation invocation,
            List<String> boards,
            List<TestScript> scripts,
            List<String> command,
            Consumer<String> warn)
            throws IOException {
        List<String> files =
                scripts.stream().map(script -> script.absolute().toString()).toList();
        RunAsked asked = new RunAsked(
                List.of(new BuildVersion().getVersion()),
                Instant.now(),
                boards,
                scripts.stream().map(TestScript::name).toList(),
                files,
                RunAsked.sums(files),
                invocation.scriptArguments(),
                command,
                Path.of("").toAbsolutePath().toString(),
                invocation.program());
        if (NONE.equals(choice.run)) {
            return RunRecord.none(asked);
        }
        if (choice.run != null) {
            return RunRecord.begin(choice.run, asked);
        }
        try {
            return RunRecord.begin(RunFolders.of(invocation.environment()).next(), asked);
        } catch (IOException e) {
            warn.accept(e.getMessage());
            return RunRecord.none(asked);
        }
    }
}
