package org.kvmsh.repl.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.kvmsh.repl.results.FailureList;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.ResultsFile;
import org.kvmsh.repl.results.format.Checkout;
import org.kvmsh.repl.results.format.JUnitText;
import picocli.CommandLine.Option;

/** The option for the file of results that GitLab reads. */
final class GitlabFile {
    @Option(
            names = "--junit-gitlab",
            paramLabel = "FILE",
            description =
                    "Write the results as JUnit XML for GitLab: with each script's file, and the files of failed tests"
                            + " as attachments.")
    private Path file;

    /** @throws IOException whose message is a sentence */
    void checkWritable() throws IOException {
        if (file != null) {
            new ResultsFile(file).checkWritable();
        }
    }

    /** Writes it, if it was asked for; false if it could not be written. */
    boolean write(List<RanBoard> boards, FailureList.Earlier earlier, Consumer<String> tell) {
        int outside = file == null ? 0 : JUnitText.outside(boards, Checkout.top());
        if (outside > 0) {
            tell.accept("the files of " + outside + (outside == 1 ? " test are" : " tests are") + " outside of "
                    + Checkout.top() + ", where GitLab reads none: they are no attachments in " + file
                    + "; keep the run there, --run DIRECTORY");
        }
        return ResultsFiles.write(file, () -> JUnitText.forGitlab(boards, Checkout.top(), earlier), tell);
    }
}
