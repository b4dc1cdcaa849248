package org.kvmsh.repl.runner;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.session.EndedEarly;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RecordedRun;
import org.kvmsh.repl.results.RunRecord;

/** Tests that this process runs, on one board after the other. */
final class HostRun {
    private final Boards boards;
    private final RunOptions options;
    private final Ending ending;
    private final RunRecord record;
    private final StandardOutput out;
    private boolean notSetUp;
    private boolean leftBehind;

    HostRun(Boards boards, RunOptions options, Ending ending, RunRecord record, StandardOutput out) {
        this.boards = boards;
        this.options = options;
        this.ending = ending;
        this.record = record;
        this.out = out;
    }

    /**
     * Runs the scripts on each board.
     *
     * @param names   null for this host's KVM, or the model used instead
     * @param resumed the run to go on with; null for a new one
     */
    List<RanBoard> run(List<String> names, RecordedRun resumed) throws Exception {
        List<RanBoard> reports = new ArrayList<>();
        String over = null;
        for (String name : names) {
            if (over != null) {
                reports.add(notRun(BoardRun.asked(name), over));
                continue;
            }
            BoardRun run = new BoardRun(boards, name, options, resumed == null ? List.of() : resumed.done(reports.size()), out, ending, record);
            RanBoard report = run.run();
            reports.add(report);
            report.reasons().forEach(reason -> out.println("skipped: " + reason));
            report.flakes().forEach(flake -> out.println("flaky: " + flake));
            out.println(MarkedLine.of(report.board() + ": ").and(RanBoard.counts(List.of(report)).line()));
            notSetUp |= run.isNotSetUp();
            leftBehind |= run.isLeftBehind();
            over = ending.isWanted() ? ending.wanted().reasonOfOthers() : leftBehind ? "an earlier script did not finish"
                    : run.isFailedFast() ? EndedEarly.FAILED_FAST.reasonOfOthers() : null;
        }
        return reports;
    }

    /** Whether a board lacks what every commit needs. */
    boolean isNotSetUp() {
        return notSetUp;
    }

    /** Whether a script is still running: nothing else may run in this process. */
    boolean isLeftBehind() {
        return leftBehind;
    }

    private RanBoard notRun(String board, String why) {
        out.println(board + " did not run: " + why);
        RanBoard ran = RanBoard.notRun(board, Instant.now(), options.scripts(board).stream().map(TestScript::name).toList(), why);
        record.whole(ran);
        return ran;
    }
}
