package org.kvmsh.repl.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kvmsh.bindings.text.WriteFailure;

/** A results file: written completely or, on an error, not at all. */
public record ResultsFile(Path path) {
    /**
     * Before the tests run, says whether it can be written, and takes the place of an earlier run's results: a run that
     * is killed leaves an empty file.
     */
    public void begin() throws IOException {
        Path folder = path.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            throw refused("the directory " + folder + " does not exist");
        } else if (Files.isDirectory(path)) {
            throw refused("is a directory");
        } else if (!Files.isWritable(Files.exists(path) ? path : folder)) {
            throw refused("permission denied");
        }
        if (Files.isRegularFile(path)) {
            empty();
        }
    }

    private IOException refused(String why) {
        return new IOException("cannot write the results to " + path + ": " + why);
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
