package org.kvmsh.repl.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.kvmsh.repl.results.ResultsFile;
import org.kvmsh.repl.results.record.ReportedRuns;
import picocli.CommandLine.Option;

/** The option for the page that tells what differs between boards and kernels. */
final class MatrixFile {
    @Option(
            names = "--matrix",
            paramLabel = "FILE",
            description = "Write a page in Markdown that lists, for each architecture, what failed, was skipped or did"
                    + " not run on each board and kernel, with reasons. The reasons for failures come from a table in"
                    + " kvmsh; failures that are not in it are also listed on standard error.")
    private Path file;

    /** @throws IOException whose message is a sentence, for a file that cannot be written */
    void begin() throws IOException {
        if (file != null) {
            new ResultsFile(file).begin();
        }
    }

    /**
     * Writes the page if it was asked for.
     *
     * @param tell takes each failure without a reason, and each reason that no failure has any more
     */
    void write(ReportedRuns runs, Consumer<String> tell) throws IOException {
        if (file != null) {
            KernelMatrix matrix = new KernelMatrix(MatrixBoard.of(runs), KernelDifferences.read());
            new ResultsFile(file).write(matrix.page().getBytes(StandardCharsets.UTF_8));
            matrix.unexplained().forEach(test -> tell.accept("no reason is known for " + test));
            matrix.unused()
                    .forEach(row -> tell.accept(
                            "no test failed for this reason; remove it from the table: " + row + ": " + row.reason()));
        }
    }
}
