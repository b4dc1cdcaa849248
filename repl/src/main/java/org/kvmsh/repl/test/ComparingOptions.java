package org.kvmsh.repl.test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.repl.cli.AppliesTo;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.compare.ExpectedDifferences;
import org.kvmsh.repl.compare.RunSide;
import org.kvmsh.repl.compare.SidesCompared;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.record.RecordedRun;
import org.kvmsh.repl.results.record.RunRecord;
import org.kvmsh.repl.runner.RoundRule;
import picocli.CommandLine.Option;

/** The options that compare a run with an earlier one, or one board with another. */
final class ComparingOptions {
    @AppliesTo(farm = OnFarm.SUBMITTER)
    @Option(
            names = "--baseline",
            paramLabel = "RUN",
            description =
                    "Compare this run with a kept one after the results, as kvmsh compare does. The run also fails if"
                            + " a test is worse than there.")
    private Path baseline;

    @AppliesTo(farm = OnFarm.NOWHERE)
    @Option(
            names = "--before",
            paramLabel = "BOARD",
            description =
                    "With --after: run the scripts on both boards, and compare; the exit status is the comparison's."
                            + " With --repeat N, the boards take turns round by round, and times are compared.")
    private String before;

    @AppliesTo(farm = OnFarm.NOWHERE)
    @Option(
            names = "--after",
            paramLabel = "BOARD",
            description = "The board to compare with that of --before, such as the same one with another kernel.")
    private String after;

    @AppliesTo(farm = OnFarm.SUBMITTER)
    @Option(
            names = "--expected",
            paramLabel = "FILE",
            description =
                    "A file in TOML with the differences that are expected in the comparison, until when, and why; may"
                            + " be repeated.")
    private List<Path> expected = new ArrayList<>();

    private RecordedRun earlier;
    private ExpectedDifferences differences;

    /** Whether two boards are compared. */
    boolean isOfBoards() {
        return before != null;
    }

    private boolean isAsked() {
        return isOfBoards() || baseline != null;
    }

    /**
     * Checks the options, and reads their files.
     *
     * @param named those of {@code --board}
     * @return the boards to run on
     * @throws IOException whose message is a sentence
     */
    List<String> read(
            List<String> named, RoundRule rounds, ChoosingOptions choosing, BesideOptions beside, boolean bisect)
            throws IOException {
        if ((before == null) != (after == null)) {
            throw new IOException((before == null ? "--after needs --before" : "--before needs --after")
                    + ", the board to compare with");
        }
        if (!isAsked() && !expected.isEmpty()) {
            throw new IOException("--expected needs --baseline, or --before and --after");
        }
        if (isOfBoards()
                && (!named.isEmpty()
                        || baseline != null
                        || choosing.isFailFast()
                        || beside.isIsolated()
                        || !rounds.isFixed())) {
            throw new IOException("--before and --after cannot be used with "
                    + (!named.isEmpty()
                            ? "--board"
                            : baseline != null
                                    ? "--baseline"
                                    : choosing.isFailFast()
                                            ? "--fail-fast"
                                            : beside.isIsolated()
                                                    ? "--isolate"
                                                    : "--repeat=until-failure or --retries"));
        }
        if (isAsked() && bisect) {
            throw new IOException("--bisect cannot be used with a comparison");
        }
        differences = ExpectedDifferences.read(expected);
        earlier = baseline == null ? null : RecordedRun.read(baseline);
        return isOfBoards() ? List.of(before, after) : named;
    }

    /**
     * Compares, and prints what differs.
     *
     * @param record what is kept of the run
     * @param status the run's exit status
     * @param ofTests whether it is that of its tests, and nothing else is wrong
     * @return of two boards the status of the comparison, since a test that fails on both is no difference; otherwise
     *     the worse one
     */
    int compare(List<RanBoard> ran, RunRecord record, int status, boolean ofTests, StandardOutput out)
            throws IOException, BoardUnavailable {
        if (!isAsked()) {
            return status;
        }
        List<Map<String, Object>> told = record.told();
        RunSide a = isOfBoards()
                ? new RunSide("before", ran.subList(0, 1), told(told, 0), record.texts())
                : new RunSide(baseline.toString(), earlier.boards(), earlier.facts(), earlier.texts());
        RunSide b = isOfBoards()
                ? new RunSide("after", ran.subList(1, 2), told(told, 1), record.texts())
                : new RunSide("this run", ran, told, record.texts());
        SidesCompared compared =
                SidesCompared.of(a, b, new SidesCompared.Manner(differences, false, isOfBoards(), name -> {}));
        compared.lines().forEach(out::println);
        out.flush();
        return status == ExitStatus.SUCCESS || isOfBoards() && ofTests && status == ExitStatus.FAILED
                ? compared.status()
                : status;
    }

    private static List<Map<String, Object>> told(List<Map<String, Object>> told, int board) {
        return board < told.size() ? told.subList(board, board + 1) : List.of();
    }
}
