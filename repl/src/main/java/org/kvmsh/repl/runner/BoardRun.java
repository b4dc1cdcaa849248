package org.kvmsh.repl.runner;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.machine.EndedEarly;

/** Scripts on one board, which is started once for all of them, on a thread that is left behind where nothing ends a script. */
final class BoardRun {
    /** How long a test may go on after its time, before its board is taken from it, and before it is left behind. */
    private static final Duration BOARD_TAKEN = Duration.ofSeconds(4);
    private static final Duration LEFT_BEHIND = Duration.ofSeconds(8);

    private final Boards boards;
    private final String name;
    private final RunOptions options;
    private final PrintWriter out;
    private final Ending ending;
    private final Instant began = Instant.now();
    private final List<ScriptReport> reports = new ArrayList<>();
    private String title;
    private String about = "not at hand";
    private Board board;
    private ScriptRun current;
    private boolean boardTaken;
    private boolean leftBehind;

    /** @param name null for this machine's KVM, or the model that stands in for it */
    BoardRun(Boards boards, String name, RunOptions options, PrintWriter out, Ending ending) {
        this.boards = boards;
        this.name = name;
        this.options = options;
        this.out = out;
        this.ending = ending;
        this.title = name == null ? Boards.KVM : name;
    }

    BoardReport run() throws Exception {
        try {
            return Worker.run(ending, this::isStuck, this::onBoard);
        } catch (LeftBehind e) {
            return whatRan();
        }
    }

    /** Whether a script still goes on: nothing else is to run in this process. */
    synchronized boolean isLeftBehind() {
        return leftBehind;
    }

    private BoardReport onBoard() {
        try {
            opened(boards.openOrStandIn(name, why -> out.println("this machine's KVM can't be had: " + why)));
        } catch (BoardUnavailable e) {
            out.println(title + " is not at hand: " + e.getMessage());
            options.scripts().forEach(script -> add(ScriptReport.notRun(script.toString(), e.getMessage())));
            return report();
        }
        try {
            for (Path script : options.scripts()) {
                add(ending.isWanted() ? notRun(script, ending.wanted().reasonOfOthers()) : run(script));
            }
            return report();
        } finally {
            board.close();
        }
    }

    private synchronized void opened(Board opened) {
        board = opened;
        title = opened.toString();
        about = opened.about();
        out.println(title + ", " + about);
    }

    private synchronized void add(ScriptReport report) {
        if (!leftBehind) {
            reports.add(report);
        }
        current = null;
    }

    private synchronized BoardReport report() {
        return new BoardReport(title, about, began, reports);
    }

    private ScriptReport notRun(Path script, String why) {
        out.println(script);
        ScriptReport report = ScriptReport.notRun(script.toString(), why);
        report.tests().get(0).lines(1).forEach(out::println);
        return report;
    }

    private ScriptReport run(Path script) {
        try {
            startAgain();
        } catch (BoardUnavailable e) {
            return notRun(script, e.getMessage());
        }
        out.println(script);
        try (Kvmsh kvmsh = new Kvmsh(boards, out, step -> { }).tracingErrors(options.traceErrors())) {
            kvmsh.use(board.again());
            kvmsh.session().text().limit(options.timeout());
            ScriptRun run = new ScriptRun(kvmsh, script, options.arguments(), out);
            begin(run);
            ending.stopsWith(kvmsh::end);
            return run.run();
        } catch (BoardUnavailable e) {
            return notRun(script, e.getMessage());
        } finally {
            ending.stopsWith(null);
        }
    }

    private synchronized void begin(ScriptRun run) {
        current = run;
    }

    /** Opens the board once more where a script cost it. */
    private void startAgain() throws BoardUnavailable {
        if (board.kernel().lost() == null) {
            return;
        }
        out.println(board + ", and is started once more");
        Board again = boards.open(name == null ? Boards.KVM : name);
        board.close();
        replaced(again);
    }

    private synchronized void replaced(Board again) {
        board = again;
        boardTaken = false;
    }

    private synchronized boolean isStuck() {
        Duration resistance = current == null ? Duration.ZERO : current.resistance();
        if (resistance.compareTo(BOARD_TAKEN) > 0 && !boardTaken) {
            boardTaken = true;
            Thread taking = new Thread(board::cut, "board-cut");
            taking.setDaemon(true);
            taking.start();
        }
        return resistance.compareTo(LEFT_BEHIND) > 0;
    }

    private synchronized BoardReport whatRan() {
        leftBehind = true;
        EndedEarly why = ending.isWanted() ? ending.wanted() : EndedEarly.TIMEOUT;
        if (current != null) {
            reports.add(current.abandon(why));
        }
        options.scripts().stream().skip(reports.size())
                .forEach(script -> reports.add(notRun(script, ending.isWanted() ? why.reasonOfOthers() : "the script before it could not be ended")));
        return report();
    }
}
