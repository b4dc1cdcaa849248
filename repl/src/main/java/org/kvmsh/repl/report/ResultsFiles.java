package org.kvmsh.repl.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.kvmsh.repl.cli.AppliesTo;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import org.kvmsh.repl.results.FailureNotes;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.ResultsFile;
import picocli.CommandLine.Option;

/** The option for files of results. */
public final class ResultsFiles {
    @AppliesTo(farm = OnFarm.SUBMITTER)
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT=FILE",
            converter = ResultsOutput.OfOption.class,
            completionCandidates = ResultsOutput.Candidates.class,
            description = "Write the results to FILE in FORMAT: 'junit' (JUnit XML), 'gitlab' (JUnit XML for GitLab:"
                    + " with each script's path, and the files kept for failed tests as attachments), 'ktap' (KTAP"
                    + " version 1, the format of kernel tests), or 'json' (with each call that failed: errno, call,"
                    + " argument, rules, source location). May be repeated.")
    private List<ResultsOutput> outputs = new ArrayList<>();

    /** @throws IOException whose message is a sentence, for a file that cannot be written or is given twice */
    public void begin() throws IOException {
        Set<Path> files = new HashSet<>();
        for (ResultsOutput output : outputs) {
            new ResultsFile(output.file()).begin();
            if (!files.add(output.file().toAbsolutePath().normalize())
                    && !output.file().startsWith("/dev")) {
                throw new IOException("--output: " + output.file() + " is given twice");
            }
        }
    }

    /**
     * Writes those that were asked for.
     *
     * @param notes what is said of the tests that failed
     * @param lost takes the sentence of each that could not be written, or that lacks something
     * @return whether all were written
     */
    public boolean write(List<RanBoard> boards, FailureNotes notes, Consumer<String> lost) {
        boolean written = true;
        for (ResultsOutput output : outputs) {
            written &= output.write(boards, notes, lost);
        }
        return written;
    }
}
