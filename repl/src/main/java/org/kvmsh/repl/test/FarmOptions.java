package org.kvmsh.repl.test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.kvmsh.repl.cli.AppliesTo;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import org.kvmsh.repl.farm.BoardNeeds;
import org.kvmsh.repl.runner.TestRunRequest;
import picocli.CommandLine.Option;

/** The options that say on which farm tests run, and how they are submitted. */
final class FarmOptions {
    private static final String SLURM = "slurm";
    private static final String FILE = ".toml";

    @AppliesTo(farm = OnFarm.SUBMITTER)
    @Option(
            names = "--farm",
            paramLabel = "FARM",
            description = "Run on a farm instead of this host. FARM: slurm, or a file NAME.toml with Slurm options"
                    + " for each board. Needs --run with a directory that all nodes of the farm share.")
    private String farm;

    /**
     * Checks a command line.
     *
     * @return the needs of the boards; null if no farm is used
     * @throws IOException whose message is a sentence: what does not go together
     */
    BoardNeeds read(KeepingOptions keeping, GivenOptions given, ComparingOptions comparing, TestRunRequest request)
            throws IOException {
        if (farm == null) {
            return null;
        }
        if (!farm.equals(SLURM) && !farm.endsWith(FILE)) {
            throw new IOException("unknown farm: " + farm + "; write " + SLURM + ", or a file NAME" + FILE);
        }
        if (keeping.run() == null) {
            throw new IOException("--farm needs --run DIRECTORY, on a file system that the nodes share");
        }
        given.checkFarm();
        if (comparing.isOfBoards()) {
            throw new IOException("--baseline=BOARD cannot be used with --farm");
        }
        String value = request.options().rounds().value();
        if (value != null) {
            throw new IOException("--repeat=" + value + " cannot be used with --farm");
        }
        List<String> titles = request.titles();
        for (String title : titles) {
            // A farm's results tell boards apart by their titles.
            int times = Collections.frequency(titles, title);
            if (times > 1) {
                throw new IOException("--farm takes each board once, but " + title + " is given " + times
                        + " times; --repeat " + times + " runs its scripts " + times + " times");
            }
        }
        return farm.equals(SLURM) ? BoardNeeds.NONE : BoardNeeds.read(Path.of(farm));
    }
}
