package org.kvmsh.repl.test;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.kvmsh.repl.cli.BuildVersion;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.results.record.RunAsked;
import org.kvmsh.repl.results.record.RunFolders;
import org.kvmsh.repl.results.record.RunRecord;
import org.kvmsh.repl.runner.TestScript;

/**
 * The place of a new run's record.
 *
 * @param asked the directory that was asked for; null for the default, {@link #NONE} for no record
 */
public record KeptIn(Path asked) {
    /** The word instead of a directory, which is {@code ./none} if it has this name. */
    public static final Path NONE = Path.of("none");

    /**
     * Begins to keep a run.
     *
     * @param boards their names in results
     * @param command the arguments of {@code kvmsh test} for the same run
     * @param warn takes why it cannot be kept in the default place: the tests run anyway
     * @throws IOException whose message is a sentence, for a place that was asked for
     */
    public RunRecord begin(
            Invocation invocation,
            List<String> boards,
            List<TestScript> scripts,
            List<String> command,
            Consumer<String> warn)
            throws IOException {
        List<String> files =
                scripts.stream().map(script -> script.absolute().toString()).toList();
        RunAsked run = new RunAsked(
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
        if (NONE.equals(asked)) {
            return RunRecord.none(run);
        }
        if (asked != null) {
            return RunRecord.begin(asked, run);
        }
        try {
            return RunRecord.begin(RunFolders.of(invocation.environment()).next(), run);
        } catch (IOException e) {
            warn.accept(e.getMessage());
            return RunRecord.none(run);
        }
    }
}
