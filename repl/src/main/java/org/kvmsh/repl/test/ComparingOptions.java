package org.kvmsh.repl.test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.repl.cli.AppliesTo;
import org.kvmsh.repl.cli.AppliesTo.OnFarm;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.compare.ExpectedDifferences;
import org.kvmsh.repl.compare.RunSide;
import org.kvmsh.repl.compare.SavedSide;
import org.kvmsh.repl.compare.SidesCompared;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.record.RecordedRun;
import org.kvmsh.repl.results.record.RunRecord;
import org.kvmsh.repl.runner.RoundRule;
import picocli.CommandLine.Option;

/** The options that compare a run with an earlier one, or with the same scripts on another board. */
final class ComparingOptions {
    @AppliesTo(farm = OnFarm.SUBMITTER)
    @Option(
            names = "--baseline",
            paramLabel = "RUN|BOARD",
            description = "Compare the results with a baseline. With RUN, the directory of an earlier run: this run"
                    + " also fails if a test is worse than in RUN. With BOARD: run the scripts on that board too and"
                    + " compare the two boards; the run fails only if their results differ. With --repeat=N the boards"
                    + " take turns, round by round, and times are compared too.")
    private String baseline;

    /** The board to compare with; null if it is a run, or nothing is compared. */
    private String before;

    private RecordedRun earlier;
    private ExpectedDifferences differences;

    /** Whether two boards are compared. */
    boolean isOfBoards() {
        return before != null;
    }

    /**
     * Checks the options, and reads their files.
     *
     * @throws IOException whose message is a sentence
     */
    void read(Boards boards, RoundRule rounds, ChoosingOptions choosing, BesideOptions beside, VerdictOptions verdicts)
            throws IOException, NoSuchBoard {
        if (baseline != null && verdicts.isBisect()) {
            throw new IOException("--bisect cannot be used with a comparison");
        }
        differences = verdicts.differences();
        if (baseline != null && SavedSide.isNamed(boards, baseline)) {
            earlier = RecordedRun.read(Path.of(baseline));
        } else {
            before = baseline;
        }
        if (isOfBoards() && (choosing.isFailFast() || beside.isIsolated() || !rounds.isFixed())) {
            throw new IOException("--baseline=BOARD cannot be used with "
                    + (choosing.isFailFast()
                            ? "--fail-fast"
                            : beside.isIsolated() ? "--isolate" : "--repeat=until-failure or until-pass"));
        }
    }

    /**
     * The boards to run on, the one to compare with first.
     *
     * @param asked those of {@code --board}
     * @throws IOException whose message is a sentence: one board is compared with several
     */
    List<String> boards(List<String> asked) throws IOException {
        if (!isOfBoards()) {
            return asked;
        }
        if (asked.size() > 1) {
            throw new IOException("--baseline=BOARD needs one --board to compare it with, not " + asked.size());
        }
        // The default board has no name.
        return Arrays.asList(before, asked.get(0));
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
        if (baseline == null) {
            return status;
        }
        List<Map<String, Object>> told = record.told();
        RunSide a = isOfBoards()
                ? new RunSide("before", ran.subList(0, 1), told(told, 0), record.texts())
                : new RunSide(baseline, earlier.boards(), earlier.facts(), earlier.texts());
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
