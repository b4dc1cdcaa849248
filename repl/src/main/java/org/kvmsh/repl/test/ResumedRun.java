package org.kvmsh.repl.test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.kvmsh.repl.results.record.RecordedRun;
import org.kvmsh.repl.results.record.RunRecord;

/** A kept run that goes on. */
record ResumedRun(Path folder, RecordedRun before) {
    /**
     * Reads a run that can go on.
     *
     * @throws IOException whose message is a sentence
     */
    static ResumedRun read(Path folder) throws IOException {
        RecordedRun run = RecordedRun.read(folder);
        if (run.asked().command().stream().anyMatch(argument -> argument.contains("…"))) {
            throw new IOException(
                    "cannot resume " + folder + ": one of its boards needs a token, and tokens are not kept");
        }
        if (!Path.of("").toAbsolutePath().toString().equals(run.asked().directory())) {
            throw new IOException(folder + " was started in another directory: cd "
                    + run.asked().directory());
        }
        if (run.isWhole() && run.isDone()) {
            throw new IOException("nothing to resume: " + folder + " is complete");
        }
        return new ResumedRun(folder, run);
    }

    /**
     * Goes on with its record.
     *
     * @param scripts the names of the scripts of its command line now
     * @throws IOException whose message is a sentence
     */
    RunRecord record(List<String> scripts) throws IOException {
        if (!scripts.equals(before.asked().scripts())) {
            throw new IOException("cannot resume " + folder + ": its scripts were "
                    + before.asked().scripts() + "; now they are " + scripts);
        }
        List<String> edited = before.texts().edited();
        if (!edited.isEmpty()) {
            throw new IOException("cannot resume " + folder + ": edited since the run began: "
                    + String.join(", ", edited) + "; start a new run");
        }
        return RunRecord.resume(folder, before);
    }
}
