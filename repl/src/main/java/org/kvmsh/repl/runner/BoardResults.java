package org.kvmsh.repl.runner;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.splat.LogState;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.results.FailureCards;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;
import org.kvmsh.repl.results.record.RecordedRun;
import org.kvmsh.repl.results.record.RunRecord;

/** The results that the scripts of one board have given so far, in all rounds, and the scripts that have none yet. */
final class BoardResults {
    private final RunOptions options;
    private final HeldOutput out;
    private final RunRecord record;
    private final FailureCards cards;
    private final TestProgress.OfBoard progress;
    private final int number;
    private final Instant began = Instant.now();
    private final List<TestScript> scripts;
    /** The results of scripts from before the run was resumed that this run has not taken over yet. */
    private final List<RanScript> done;
    /** The results of each script, of each time that it ran. */
    private final List<RanScript> reports = new ArrayList<>();

    private final Map<String, Boolean> ok = new HashMap<>();
    private final RoundOfScripts round = new RoundOfScripts();
    private final String asked;
    private String title;
    private String about = "not available";
    /** The index of the last round's first result. */
    private int first;
    /** The number of results before this round. */
    private int earlier;

    private RunRecord.OfBoard kept;

    /**
     * The results of a board on which nothing ran yet.
     *
     * @param asked its name as it was asked for
     * @param done what its scripts gave before a run was resumed
     */
    BoardResults(RunUnderway run, String asked, List<RanScript> done) {
        this.options = run.options();
        this.done = new ArrayList<>(done);
        this.scripts = options.scripts(asked);
        this.out = run.out();
        this.record = run.record();
        this.cards = run.cards();
        this.progress = run.progress();
        this.number = run.board();
        this.asked = asked;
        this.title = asked;
    }

    /** The board as results have it: as it was asked for, until it is opened. */
    synchronized String title() {
        return title;
    }

    /** The board is open. */
    synchronized void opened(String board, String what) {
        title = board;
        about = what;
        kept();
    }

    /** No script runs on it. */
    synchronized void unavailable(String why) {
        out.println(title + " is not available: " + why);
        notRun(why);
    }

    /** No script runs any more. */
    synchronized void notRun(String why) {
        kept();
        take(scripts);
        round.open().forEach(script -> keep(script, RanScript.notRun(script.name(), why), null));
    }

    /** The record of the board: under the name by which it was asked for, if it was not opened by then. */
    synchronized RunRecord.OfBoard kept() {
        if (kept == null) {
            kept = record.board(number, title, about, began);
        }
        return kept;
    }

    /**
     * Begins the next round; false after the last one. A run that is to end begins none.
     *
     * @param alone whether no other board runs its rounds between this one's
     */
    synchronized boolean round(int number, boolean ends, boolean alone) {
        if (number > 1 && !ends && isIdle() && options.rounds().endsIdle(asked)) {
            return false;
        }
        List<TestScript> next = number == 1 || !ends
                ? options.rounds().round(number, scripts, script -> ok.getOrDefault(script.name(), true))
                : List.of();
        if (!next.isEmpty() && options.rounds().title(number) != null) {
            out.println(options.rounds().title(number) + (alone ? "" : " on " + title));
        }
        earlier = reports.size();
        take(next);
        progress.begin(title, round.open().size());
        return !next.isEmpty();
    }

    /** Whether no test ran in this round. */
    private boolean isIdle() {
        return reports.subList(earlier, reports.size()).stream()
                .flatMap(script -> script.tests().stream())
                .allMatch(test -> test.verdict() == Verdict.SKIPPED);
    }

    /** A round's scripts, without those that ran in it before the run was resumed. */
    private void take(List<TestScript> next) {
        round.begin();
        for (TestScript script : next) {
            RanScript before = done.stream()
                    .filter(each -> each.script().equals(script.name()))
                    .findFirst()
                    .orElse(null);
            if (before == null) {
                round.add(script);
            } else {
                done.remove(before);
                ok.put(before.script(), before.isOk());
                reports.add(before);
            }
        }
        first = reports.size();
    }

    /** The next script that has not begun; null if all have. */
    TestScript next() {
        return round.next();
    }

    /** Whether a script has no result yet. */
    boolean lacks(TestScript script) {
        return round.has(script);
    }

    List<TestScript> open() {
        return round.open();
    }

    /** A script whose tests were all left out has no result, and one that was abandoned has its result already. */
    synchronized void keep(TestScript script, RanScript report, RunRecord.OfScript begun) {
        if (!round.end(script)) {
            return;
        }
        progress.ended(script, report.isOk());
        ok.put(report.script(), report.isOk());
        RanScript whole = report;
        if (begun == null) {
            kept().whole(report);
        } else {
            whole = begun.ended(report);
        }
        if (!report.tests().isEmpty()) {
            reports.add(whole);
        }
    }

    /** @param why its first line is the reason, and the others, if any, explain it */
    synchronized void notRun(TestScript script, String why) {
        if (lacks(script)) {
            String reason = why.lines().findFirst().orElse("");
            out.println(HeadedOutput.heading(script.name()));
            TestResult.notRun(script.name(), reason).lines(1).forEach(out::println);
            why.lines().skip(1).forEach(line -> out.println("  " + line));
            keep(script, RanScript.notRun(script.name(), reason), null);
        }
    }

    /** Whether a script's results are not printed, since it is for other boards. */
    boolean isLeftOut(RanScript report) {
        return report.isLeftOut(scripts.size());
    }

    /** No script runs any more; what comes now is the last one's, even if it has no other result. */
    synchronized void isOver() {
        if (reports.isEmpty() && !scripts.isEmpty()) {
            reports.add(RanScript.empty(scripts.get(scripts.size() - 1).name()));
        }
    }

    /**
     * The name of what comes after the last script has ended; null if none has.
     *
     * @param beside whether others ran at the same time
     */
    synchronized String lateName(boolean beside) {
        if (reports.isEmpty()) {
            return null;
        }
        RanScript last = reports.get(reports.size() - 1);
        String rest = last.script() + ", the rest";
        return beside
                ? last.script() + " or a script that ran in parallel, after both ended"
                : last.tests().stream().anyMatch(test -> test.name().equals(rest))
                        ? last.script() + ", after it ended"
                        : rest;
    }

    /** The state of the kernel's log is known; null if there is none. */
    synchronized void ended(LogState state) {
        if (state != null) {
            kept().kernelLog(state);
            if (!state.isReadable()) {
                out.println(title + ": " + state.told());
            }
        }
    }

    /** Adds a result that comes after the last script has ended to that script's results. */
    synchronized void late(TestResult result) {
        late(reports.get(reports.size() - 1).script(), result);
    }

    /** Adds a result that comes after a script has ended to that script's results. */
    synchronized void late(String script, TestResult result) {
        RanTest test = RanTest.of(result);
        int last = reports.size() - 1;
        while (last >= 0 && !reports.get(last).script().equals(script)) {
            last--;
        }
        RanScript whole = (last < 0 ? RanScript.empty(script) : reports.remove(last)).with(test);
        reports.add(last < 0 ? reports.size() : last, whole);
        ok.put(script, whole.isOk());
        kept().late(script, test);
        RanBoard board = ran(List.of());
        out.later(() -> cards.lines(board, whole, result, whole.tests().size()));
    }

    /** Scripts that ran beside each other ended in any order. */
    synchronized void endRound() {
        List<String> order = scripts.stream().map(TestScript::name).toList();
        reports.subList(first, reports.size()).sort(Comparator.comparingInt(report -> order.indexOf(report.script())));
    }

    /** Whether a test failed that is to be the last one. */
    synchronized boolean isFailedFast() {
        return options.failFast() && !reports.stream().allMatch(RanScript::isOk);
    }

    /** No script runs any more. */
    synchronized RanBoard whole() {
        progress.end();
        reports.removeIf(report -> report.tests().isEmpty());
        return ran(reports).withFiles(kept == null ? null : kept.files());
    }

    private RanBoard ran(List<RanScript> rounds) {
        return RanBoard.of(title, about, began, rounds).askedFor(asked);
    }

    /** The results of a script that begins, as they are printed. */
    synchronized PrintedResults printed(TestScript script, HeadedOutput to, HeldOutput held, boolean brief) {
        return new PrintedResults(
                cards, ran(List.of()), RanScript.empty(script.name()), to, held == null ? out : held, brief);
    }

    /**
     * Prints the lines that another process has printed about a script, as they are printed here.
     *
     * @param report its results by their names here
     */
    void printed(String lines, RecordedRun run, RanScript report) {
        RanBoard board = board();
        out.later(() ->
                OwnLines.of(
                                lines,
                                run,
                                test -> cards.lines(
                                        board, report, report.tests().get(test), ""))
                        .stream()
                        .map(MarkedLine::of)
                        .toList());
    }

    private synchronized RanBoard board() {
        return ran(List.of());
    }
}
