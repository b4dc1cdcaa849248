package org.kvmsh.repl.bringup;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.splat.KernelWatch;
import org.kvmsh.dsl.session.test.TestCounts;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.inspect.Configuration;
import org.kvmsh.repl.inspect.FirstLook;
import org.kvmsh.repl.inspect.Seen;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.runner.BoardGate;

/** The run of a new board's tests: the first look, and an end where nothing that later tests need works. */
final class FirstHour implements BoardGate {
    private static final String LINE = "%-11s  %-18s  %s: %s, %s%s";

    private final BringupTests tests;
    private final Reference like;
    private final StandardOutput out;

    FirstHour(BringupTests tests, Reference like, StandardOutput out) {
        this.tests = tests;
        this.like = like;
        this.out = out;
    }

    @Override
    public void opened(Board board, Map<String, Object> facts, KernelWatch watch) {
        Seen.print(
                new FirstLook(board, facts, watch, like)
                        .all(List.of(
                                Configuration.of(board.kernel(), board.kind()).inOneLine())),
                out);
    }

    @Override
    public boolean isBrief() {
        return true;
    }

    @Override
    public void ended(RanScript ran) {
        int place = tests.place(ran.script());
        if (place == 0 || ran.tests().isEmpty()) {
            return;
        }
        TestCounts counts = ran.counts();
        String verdict = !counts.isOk() ? "not ok" : hasPassed(ran) ? "ok" : "skipped";
        out.println(String.format(
                Locale.ROOT,
                LINE,
                verdict,
                Stage.of(place),
                ran.script(),
                counts.inWords(),
                Reference.millis(ran.took()),
                like.scriptBeside(ran.script())));
        out.flush();
    }

    /** A board that was lost says nothing of what its kernel can do. */
    @Override
    public String closes(RanScript ran) {
        int place = tests.place(ran.script());
        return place > 0 && Stage.of(place).isBase() && !ran.isOk() && !hasPassed(ran) && !ran.hasLostBoard()
                ? "it depends on " + ran.script() + ", in which no test passed"
                : null;
    }

    private static boolean hasPassed(RanScript ran) {
        return ran.tests().stream().anyMatch(test -> test.verdict() == Verdict.PASSED);
    }
}
