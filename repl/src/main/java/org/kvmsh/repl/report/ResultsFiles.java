package org.kvmsh.repl.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.kvmsh.repl.cli.AppliesTo;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import org.kvmsh.repl.results.FailureList;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.ResultsFile;
import org.kvmsh.repl.results.format.JUnitText;
import org.kvmsh.repl.results.format.JsonText;
import org.kvmsh.repl.results.format.KtapText;
import picocli.CommandLine.Option;

/** The options for files of results. */
public final class ResultsFiles {
    @AppliesTo(farm = OnFarm.SUBMITTER)
    @Option(names = "--junit", paramLabel = "FILE", description = "Write the results as JUnit XML.")
    private Path junit;

    @AppliesTo(farm = OnFarm.SUBMITTER)
    @Option(
            names = "--ktap",
            paramLabel = "FILE",
            description = "Write the results as KTAP version 1, the format of kernel tests.")
    private Path ktap;

    @AppliesTo(farm = OnFarm.SUBMITTER)
    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write the results as JSON, with each call that failed: errno, call, argument, rules,"
                    + " source location.")
    private Path json;

    /** @throws IOException whose message is a sentence, for a file that cannot be written */
    public void checkWritable() throws IOException {
        for (Path file : Stream.of(junit, ktap, json).filter(Objects::nonNull).toList()) {
            new ResultsFile(file).checkWritable();
        }
    }

    /**
     * Writes those that were asked for.
     *
     * @param earlier what earlier runs gave for the tests
     * @param lost takes the message of each that could not be written
     * @return whether all were
     */
    public boolean write(List<RanBoard> boards, FailureList.Earlier earlier, Consumer<String> lost) {
        return write(junit, () -> JUnitText.of(boards, earlier), lost)
                & write(ktap, () -> KtapText.of(boards, earlier), lost)
                & write(json, () -> JsonText.of(boards), lost);
    }

    static boolean write(Path file, Supplier<byte[]> results, Consumer<String> lost) {
        try {
            if (file != null) {
                new ResultsFile(file).write(results.get());
            }
            return true;
        } catch (IOException e) {
            lost.accept(e.getMessage());
            return false;
        }
    }
}
