package org.kvmsh.repl.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.kvmsh.repl.results.record.RecordedRun;
import org.kvmsh.repl.results.record.RunAsked;
import org.kvmsh.repl.results.record.RunFolders;
import org.kvmsh.repl.results.record.RunRecord;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options that say where a run is kept. */
final class KeepingOptions {
    @ArgGroup
    private Choice choice = new Choice();

    /** One of them. */
    static final class Choice {
        @Option(
                names = "--run",
                paramLabel = "DIRECTORY",
                description =
                        "Keep the run in DIRECTORY while it goes on, a line when a test begins and one when it ends;"
                                + " kvmsh report makes every format from it. Default: a new directory below"
                                + " ~/.local/state/kvmsh/runs, where the newest 20 are kept.")
        private Path run;

        @Option(names = "--no-run", description = "Do not keep the run.")
        private boolean none;

        @Option(
                names = "--resume",
                paramLabel = "RUN",
                description =
                        "Go on with a kept run that was ended: run the scripts that did not reach their end, with the"
                                + " options of the run.")
        private Path resume;

        @Option(
                names = "--attach",
                paramLabel = "RUN",
                description = "Wait for a run on a farm, whose kvmsh has gone, and report it.")
        private Path attach;
    }

    /** The run to go on with; null for a new one. */
    Path resume() {
        return choice.attach == null ? choice.resume : choice.attach;
    }

    /** Whether that run's tasks are waited for, and none is begun. */
    boolean isAttach() {
        return choice.attach != null;
    }

    /** The directory that was asked for; null for the default. */
    Path run() {
        return choice.run;
    }

    /** Whether the place of the run is to be told. */
    boolean isDefault() {
        return choice.run == null && !choice.none;
    }

    /**
     * Begins to keep a run.
     *
     * @param warn takes why it cannot be kept in the default place: the tests run anyway
     * @throws IOException whose message is a sentence, for a place that was asked for
     */
    RunRecord begin(RunFolders folders, RunAsked asked, Consumer<String> warn) throws IOException {
        if (choice.none) {
            return RunRecord.none();
        }
        if (choice.run != null) {
            return RunRecord.begin(choice.run, asked);
        }
        try {
            return RunRecord.begin(folders.next(), asked);
        } catch (IOException e) {
            warn.accept(e.getMessage());
            return RunRecord.none();
        }
    }

    /**
     * Reads the run to go on with.
     *
     * @param arguments the command line, which has no options that the run has
     * @throws IOException whose message is a sentence
     */
    RecordedRun resumable(List<String> arguments) throws IOException {
        Path folder = resume();
        String option = isAttach() ? "--attach" : "--resume";
        List<String> others = arguments.stream()
                .filter(argument -> !argument.startsWith(option)
                        && !argument.equals(folder.toString())
                        && !argument.equals("--no-color"))
                .toList();
        if (!others.isEmpty()) {
            throw new IOException(option + " uses the options of the run: remove " + String.join(" ", others));
        }
        RecordedRun run = RecordedRun.read(folder);
        if (run.asked().command().stream().anyMatch(argument -> argument.contains("…"))) {
            throw new IOException("cannot resume " + folder + ": a board of it needs a token, and tokens are not kept");
        }
        Path here = Path.of("").toAbsolutePath();
        if (!here.toString().equals(run.asked().directory())) {
            throw new IOException(folder + " was begun in another directory: cd "
                    + run.asked().directory());
        }
        if (run.isWhole() && (isAttach() || run.isDone())) {
            throw new IOException("nothing to " + option.substring(2) + ": " + folder + " reached its end");
        }
        return run;
    }
}
