package org.kvmsh.repl.bringup;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.kvmsh.dsl.session.test.EndedEarly;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;
import org.kvmsh.repl.results.record.RunBeside;

/**
 * The scripts in which a test hung or lost its board when they last ran on it. They run last, so that the others have
 * results when the board is lost again.
 */
final class HungScripts {
    /** Runs of the board that are read: each takes a tenth of a second. */
    private static final int MOST_RUNS = 3;

    private HungScripts() {}

    /**
     * The names of these scripts.
     *
     * @param runs that are kept, from the newest on
     * @param board its name as it is asked for
     */
    static Set<String> of(List<RunBeside> runs, String board) {
        Set<String> ran = new HashSet<>();
        Set<String> hung = new LinkedHashSet<>();
        runs.stream()
                .filter(run -> run.asked().boards().contains(board))
                .limit(MOST_RUNS)
                .map(RunBeside::read)
                .filter(Objects::nonNull)
                .flatMap(run -> run.boards().stream())
                .filter(on -> on.asked().equals(board))
                .map(RanBoard::scripts)
                .flatMap(List::stream)
                .filter(script -> script.tests().stream().anyMatch(HungScripts::isDecided))
                .filter(script -> ran.add(script.script()))
                .filter(HungScripts::isHung)
                .forEach(script -> hung.add(script.script()));
        return hung;
    }

    private static boolean isDecided(RanTest test) {
        return test.verdict() != Verdict.SKIPPED && test.verdict() != Verdict.NOT_RUN;
    }

    private static boolean isHung(RanScript script) {
        return script.tests().stream()
                .anyMatch(test -> test.verdict() == Verdict.ERROR
                        && (test.reason().startsWith(EndedEarly.TIMEOUT.reason())
                                || test.reason().startsWith(EndedEarly.BOARD_LOST.reason())));
    }
}
