package org.kvmsh.repl.runner;

import java.io.IOException;
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
import org.kvmsh.dsl.machine.Skipped;
import org.kvmsh.dsl.machine.TestResult;
import org.kvmsh.dsl.spec.ScriptError;

/** Scripts on one board, which is started once for all of them; each script has a session of its own. */
final class BoardRun {
    private final Boards boards;
    private final List<Path> scripts;
    private final List<String> arguments;
    private final PrintWriter out;
    private final Ending ending;
    private final boolean traceErrors;

    BoardRun(Boards boards, List<Path> scripts, List<String> arguments, PrintWriter out, Ending ending, boolean traceErrors) {
        this.boards = boards;
        this.scripts = scripts;
        this.arguments = arguments;
        this.out = out;
        this.ending = ending;
        this.traceErrors = traceErrors;
    }

    /** @param name null for this machine's KVM, or the model that stands in for it */
    BoardReport on(String name) {
        Instant began = Instant.now();
        String asked = name == null ? Boards.KVM : name;
        try {
            return on(boards.openOrStandIn(name, why -> out.println("this machine's KVM can't be had: " + why)), asked, began);
        } catch (BoardUnavailable e) {
            String why = e.getMessage();
            out.println(asked + " is not at hand: " + why);
            return new BoardReport(asked, "not at hand", began, scripts.stream().map(script -> ScriptReport.notRun(script.toString(), why)).toList());
        }
    }

    private BoardReport on(Board opened, String name, Instant began) {
        String title = opened.toString();
        String about = opened.about();
        out.println(title + ", " + about);
        List<ScriptReport> reports = new ArrayList<>();
        Board board = opened;
        try {
            for (Path script : scripts) {
                if (ending.isWanted()) {
                    break;
                }
                try {
                    board = there(board, name);
                    reports.add(run(script, board));
                } catch (BoardUnavailable e) {
                    out.println(script + " did not run: " + e.getMessage());
                    reports.add(ScriptReport.notRun(script.toString(), e.getMessage()));
                }
            }
            return new BoardReport(title, about, began, reports);
        } finally {
            board.close();
        }
    }

    /** The board, or where a script cost it, the same started once more. */
    private Board there(Board board, String name) throws BoardUnavailable {
        if (board.kernel().lost() == null) {
            return board;
        }
        out.println(board + ", and is started once more: " + board.kernel().lost());
        Board again = boards.open(name);
        board.close();
        return again;
    }

    private ScriptReport run(Path script, Board board) throws BoardUnavailable {
        out.println(script);
        long began = System.nanoTime();
        List<TestResult> tests = new ArrayList<>();
        try (Kvmsh kvmsh = new Kvmsh(boards, out, step -> { }).tracingErrors(traceErrors)) {
            kvmsh.use(board.again());
            ending.stopsWith(kvmsh::interrupt);
            TestResult outside = outside(kvmsh, script, began);
            tests.addAll(kvmsh.session().tests().all());
            if (outside != null) {
                tests.add(outside);
                outside.lines(tests.size()).forEach(out::println);
            }
        } finally {
            ending.stopsWith(() -> { });
        }
        out.flush();
        return new ScriptReport(script.toString(), tests, since(began));
    }

    /** What a script says besides its tests: all of it where it has none, and else only what ended it early. */
    private TestResult outside(Kvmsh kvmsh, Path script, long began) {
        String name = script.toString();
        try {
            kvmsh.run(script, arguments);
            return kvmsh.session().tests().isEmpty() ? TestResult.passed(name, since(began)) : null;
        } catch (ScriptError e) {
            name += kvmsh.session().tests().isEmpty() ? "" : ", the rest";
            if (ending.isWanted()) {
                return TestResult.error(name, "interrupted", "", List.of(), since(began));
            }
            Skipped skipped = Skipped.behind(e);
            return skipped != null ? TestResult.skipped(name, skipped.getMessage()) : TestResult.failed(name, kvmsh.explain(e), List.of(), since(began));
        } catch (IOException e) {
            return TestResult.failed(name, e.getMessage(), List.of(), since(began));
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
