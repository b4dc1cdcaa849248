package org.kvmsh.repl.test;

import java.io.IOException;
import java.nio.file.Path;
import org.kvmsh.repl.cli.AppliesTo;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say where a run is kept. */
final class KeepingOptions {
    @ArgGroup
    private Choice choice = new Choice();

    /** One of them. */
    static final class Choice {
        @AppliesTo(farm = OnFarm.SUBMITTER)
        @Option(
                names = "--run",
                paramLabel = "DIRECTORY|none",
                description = "Record the run in DIRECTORY as it proceeds: a line when a test begins and when it ends."
                        + " kvmsh report writes result files from it, and other options take it as RUN."
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
        return KeptIn.NONE.equals(choice.run) ? null : choice.run;
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

    /** The place of a new run's record. */
    KeptIn place() {
        return new KeptIn(choice.run);
    }
}
