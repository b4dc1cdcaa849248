package org.kvmsh.repl.test;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.kvmsh.repl.cli.AppliesTo;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import org.kvmsh.repl.cli.TestTime;
import org.kvmsh.repl.farm.BoardNeeds;
import org.kvmsh.repl.farm.FarmSetting;
import picocli.CommandLine.Option;

/** The options that say on which farm tests run, and how they are submitted. */
final class FarmOptions {
    private static final String SLURM = "slurm";

    @AppliesTo(farm = OnFarm.SUBMITTER)
    @Option(
            names = "--farm",
            paramLabel = "FARM",
            description =
                    "Run on a farm instead of this host: slurm. Needs --run, on a file system that the nodes share.")
    private String farm;

    @AppliesTo(farm = OnFarm.SUBMITTER_ALONE)
    @Option(
            names = "--sbatch",
            paramLabel = "OPTION",
            description = "An option for sbatch, such as --sbatch=--constraint=kvm; may be repeated.")
    private List<String> sbatch = new ArrayList<>();

    @AppliesTo(farm = OnFarm.SUBMITTER_ALONE)
    @Option(
            names = "--farm-boards",
            paramLabel = "FILE",
            description = "A file in TOML that says which nodes each board needs: [[board]], its name, and constraint,"
                    + " licenses, gres or partition.")
    private Path boards;

    @AppliesTo(farm = OnFarm.SUBMITTER_ALONE)
    @Option(
            names = "--shard",
            paramLabel = "TIME",
            converter = TestTime.class,
            description =
                    "How long a task of the farm is to take, by the times of the newest run beside the run's directory."
                            + " Default: one to five minutes, by the work and the farm's CPUs.")
    private Duration length;

    /**
     * Checks a command line.
     *
     * @param titles of the boards: a farm's results tell them apart by these
     * @return the way in which the farm is used; null if none is
     * @throws IOException whose message is a sentence: what does not go together
     */
    FarmSetting read(KeepingOptions keeping, GivenOptions given, List<String> titles) throws IOException {
        if (farm != null && !farm.equals(SLURM)) {
            throw new IOException("unknown farm: " + farm + "; supported: " + SLURM);
        }
        if (farm != null && keeping.run() == null) {
            throw new IOException("--farm needs --run DIRECTORY, on a file system that the nodes share");
        }
        given.checkFarm(farm != null);
        if (farm == null) {
            return null;
        }
        for (String title : titles) {
            int times = Collections.frequency(titles, title);
            if (times > 1) {
                throw new IOException("a farm runs a board once, and " + title + " is given " + times
                        + " times; --repeat " + times + " runs its scripts " + times + " times");
            }
        }
        return new FarmSetting(sbatch, boards == null ? BoardNeeds.NONE : BoardNeeds.read(boards), length);
    }
}
