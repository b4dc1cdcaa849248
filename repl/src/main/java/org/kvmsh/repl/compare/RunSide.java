package org.kvmsh.repl.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.record.MixedRuns;
import org.kvmsh.repl.results.record.RunTexts;

/**
 * A run of tests.
 *
 * @param name how it is called: its directory, or what it is in the run that goes on
 * @param told what its boards told of themselves; null of a board that was not opened
 * @param texts what its scripts are made of
 */
public record RunSide(String name, List<RanBoard> boardsRun, List<Map<String, Object>> told, RunTexts texts)
        implements Side {
    @Override
    public String title() {
        return name + ", a run of " + RanBoard.counts(boardsRun).inWords() + " on "
                + String.join(
                        ", ",
                        boardsRun.stream()
                                .map(board -> board.board() + ", " + board.about())
                                .toList());
    }

    @Override
    public List<String> boards() {
        return boardsRun.stream().map(RanBoard::name).toList();
    }

    /** The files that have another text in an other run, and the boards that ran another kernel, a line each. */
    List<String> differs(RunSide other) {
        List<String> lines = new ArrayList<>();
        told.stream()
                .filter(Objects::nonNull)
                .forEach(one -> other.told.stream()
                        .filter(each -> each != null && Objects.equals(each.get("name"), one.get("name")))
                        .findFirst()
                        .ifPresent(
                                each -> lines.addAll(MixedRuns.kernels(String.valueOf(one.get("name")), one, each))));
        lines.addAll(MixedRuns.between(texts, other.texts));
        return lines;
    }

    @Override
    public Held<List<ToldFacts>> facts() {
        List<ToldFacts> facts = told.stream()
                .filter(Objects::nonNull)
                .map(each -> new ToldFacts(each, ToldFacts.Source.RUN))
                .filter(ToldFacts::isAny)
                .toList();
        return facts.isEmpty() ? Held.none("a run that recorded no capabilities of a board") : Held.of(facts);
    }

    @Override
    public Held<List<RanBoard>> results() {
        return Held.of(boardsRun);
    }

    @Override
    public Held<CallSource> calls() {
        FailedTestCalls failed = FailedTestCalls.of(boardsRun);
        return failed.names().isEmpty() ? Held.none("a run in which no test failed at a call") : Held.of(failed);
    }
}
