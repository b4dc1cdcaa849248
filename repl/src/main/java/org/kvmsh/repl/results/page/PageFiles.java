package org.kvmsh.repl.results.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.kvmsh.bindings.text.WriteFailure;
import org.kvmsh.repl.results.ResultsFile;
import org.kvmsh.repl.results.record.ReportedRuns;

/** The files of a run's page: index.html and its style, in a directory of their own. */
public record PageFiles(Path folder) {
    /** @throws IOException whose message is a sentence */
    public void begin() throws IOException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException("cannot write the page to " + folder + ": " + WriteFailure.why(e), e);
        }
        new ResultsFile(page()).begin();
        new ResultsFile(style()).begin();
    }

    /**
     * Writes them.
     *
     * @param baseline an earlier run to compare with; null for none
     */
    public void write(ReportedRuns run, ReportedRuns baseline) throws IOException {
        try (InputStream css = PageFiles.class.getResourceAsStream(RunPage.STYLE)) {
            new ResultsFile(style()).write(css.readAllBytes());
        }
        new ResultsFile(page()).write(RunPage.of(run, baseline, folder));
    }

    private Path page() {
        return folder.resolve("index.html");
    }

    private Path style() {
        return folder.resolve(RunPage.STYLE);
    }
}
