package org.kvmsh.repl.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kvmsh.bindings.text.WriteFailure;

/** A results file: written completely or, on an error, not at all. */
public record ResultsFile(Path path) {
    /** Reported before the tests run. */
    public void checkWritable() throws IOException {
        if (!Files.isWritable(Files.exists(path) ? path : path.toAbsolutePath().getParent())) {
            throw new IOException("cannot write the results to " + path);
        }
        if (Files.isDirectory(path)) {
            throw new IOException("cannot write the results to " + path + ": is a directory");
        }
    }

    public void write(byte[] results) throws IOException {
        try {
            Files.write(path, results);
        } catch (IOException e) {
            empty();
            throw new IOException("cannot write the results to " + path + ": " + WriteFailure.why(e), e);
        }
    }

    /** The rest of a partial file could be mistaken for a complete one, and an earlier run's for this one's. */
    private void empty() {
        try {
            Files.write(path, new byte[0]);
        } catch (IOException e) {
            // It cannot be opened either, which the caller reports.
            return;
        }
    }
}
