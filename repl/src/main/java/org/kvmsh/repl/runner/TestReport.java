package org.kvmsh.repl.runner;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.StandardOutput;
import org.kvmsh.repl.report.ResultsFiles;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.record.RunRecord;
import org.kvmsh.repl.results.record.UnmetOptions;

/** The report of a run at its end: the counts, the files of results, the exit status. */
final class TestReport {
    private final RunOptions options;
    private final Ending ending;
    private final RunRecord record;
    private final StandardOutput out;
    private final Consumer<String> tell;
    private boolean ofTests;

    TestReport(RunOptions options, Ending ending, RunRecord record, StandardOutput out, Consumer<String> tell) {
        this.options = options;
        this.ending = ending;
        this.record = record;
        this.out = out;
        this.tell = tell;
    }

    /** Whether a failed run's status is that of its tests, and nothing else is wrong. */
    boolean isOfTests() {
        return ofTests;
    }

    /**
     * Reports; returns the exit status.
     *
     * @param given what the run was told and did not meet
     * @param place whether it is told where the run is kept
     * @param bisect whether the status is for git bisect run
     * @param notSetUp whether a board lacks what every commit needs
     */
    int write(
            List<RanBoard> reports,
            UnmetOptions given,
            ResultsFiles files,
            boolean place,
            boolean bisect,
            boolean notSetUp) {
        if (reports.size() > 1) {
            out.println(
                    MarkedLine.of("all boards: ").and(RanBoard.counts(reports).line()));
        }
        given.reports().forEach(regex -> out.println("--allow-splat " + regex + " matched no report"));
        if (ending.isWanted()) {
            out.println("the test run was stopped: " + ending.wanted().reason());
        }
        out.flush();
        List<String> unmet = ending.isWanted() ? List.of() : unmet(reports, given);
        unmet.forEach(tell);
        if (!RanBoard.counts(reports).isOk() && record.folder() != null && place && !out.isLost()) {
            tell.accept("the run is kept in " + record.folder() + "; kvmsh report shows it again");
        }
        List<String> expired = options.known().expired();
        expired.forEach(tell);
        if (!ending.isWanted()) {
            given.known().forEach(tell);
        }
        boolean written = files.write(reports, tell);
        if (record.failure() != null) {
            tell.accept(record.failure());
            written = false;
        }
        ofTests = written && expired.isEmpty();
        if (bisect && !ending.isWanted()) {
            return notSetUp || !written ? BisectStatus.END : BisectStatus.of(reports);
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
                        && reports.stream().flatMap(RanBoard::tests).findAny().isEmpty()
                ? List.of(Selection.NONE)
                : unmet;
    }
}
