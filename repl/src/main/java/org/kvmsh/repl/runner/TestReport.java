package org.kvmsh.repl.runner;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.kvmsh.bindings.text.ShellWord;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.results.BoardsDiffer;
import org.kvmsh.repl.results.FailureList;
import org.kvmsh.repl.results.FailureNotes;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.record.RunRecord;
import org.kvmsh.repl.results.record.UnmetOptions;

/** The report of a run at its end: the counts, the files of results, the exit status. */
public final class TestReport {
    /** Writes files of results; false if one cannot be written, with a message. */
    public interface ResultsWriter {
        boolean write(List<RanBoard> boards, FailureNotes notes, Consumer<String> lost);
    }

    private final RunOptions options;
    private final ResultsWriter files;
    private final boolean place;
    private final boolean bisect;
    private final StandardOutput out;
    private final Consumer<String> tell;
    private boolean ofTests;

    /**
     * A report to come.
     *
     * @param files writes the files of results
     * @param place whether it is told where the run is kept
     * @param bisect whether the status is for git bisect run
     * @param tell takes messages for standard error
     */
    public TestReport(
            RunOptions options,
            ResultsWriter files,
            boolean place,
            boolean bisect,
            StandardOutput out,
            Consumer<String> tell) {
        this.options = options;
        this.files = files;
        this.place = place;
        this.bisect = bisect;
        this.out = out;
        this.tell = tell;
    }

    /** Whether a failed run's status is that of its tests, and nothing else is wrong. */
    boolean isOfTests() {
        return ofTests;
    }

    /** Reports that nothing runs; returns the exit status. */
    int refused(String why) {
        tell.accept(why);
        return bisect ? BisectStatus.END : ExitStatus.USAGE;
    }

    /** Reports; returns the exit status. */
    int write(TestHost.Results results, Ending ending, RunRecord record) {
        List<RanBoard> reports = results.boards();
        UnmetOptions given = results.unmet();
        FailureNotes notes = record.notes();
        if (reports.size() > 1) {
            FailureList.below(reports, notes).forEach(out::println);
            BoardsDiffer.lines(reports, notes).forEach(out::println);
            out.println(
                    MarkedLine.of("all boards: ").and(RanBoard.counts(reports).line()));
        }
        if (ending.isWanted()) {
            out.println("the test run was stopped: " + ending.wanted().reason());
        }
        out.flush();
        List<String> unmet = ending.isWanted() ? List.of() : unmet(reports, given);
        unmet.forEach(tell);
        if (!RanBoard.counts(reports).isOk() && record.folder() != null && place && !out.isLost()) {
            tell.accept("the run is recorded in " + record.folder() + "; kvmsh report shows it again");
            tell.accept("to repeat the tests that failed: " + ShellWord.of(record.program()) + " test "
                    + ShellWord.of("--rerun-failed=" + record.folder()));
        }
        List<String> expired = options.known().expired();
        expired.forEach(tell);
        if (!ending.isWanted()) {
            given.known().forEach(tell);
        }
        boolean written = files.write(reports, notes, tell);
        if (record.failure() != null) {
            tell.accept(record.failure());
            written = false;
        }
        ofTests = written && expired.isEmpty();
        if (bisect && !ending.isWanted()) {
            return results.notSetUp() || !written ? BisectStatus.END : BisectStatus.of(reports);
        }
        int status = RanBoard.counts(reports).exitStatus();
        return ending.isWanted()
                ? ending.status()
                : !written || !expired.isEmpty()
                        ? ExitStatus.FAILED
                        : status == ExitStatus.SUCCESS && !unmet.isEmpty() ? ExitStatus.USAGE : status;
    }

    /**
     * The options that asked for what could not be done; a run without a test has shown nothing, whichever options left
     * them out.
     */
    private List<String> unmet(List<RanBoard> reports, UnmetOptions given) {
        List<String> unmet = Stream.concat(given.chosen().stream(), options.rounds().unmet().stream())
                .toList();
        return unmet.isEmpty()
                        && reports.stream().allMatch(board -> board.scripts().isEmpty())
                ? List.of(Selection.NONE)
                : unmet;
    }
}
