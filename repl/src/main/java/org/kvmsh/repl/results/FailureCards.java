package org.kvmsh.repl.results;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.kvmsh.bindings.text.PrintableText;
import org.kvmsh.dsl.session.test.CallsOfTest;
import org.kvmsh.dsl.session.test.TestResult;
import org.kvmsh.dsl.text.Mark;
import org.kvmsh.dsl.text.MarkedLine;

/**
 * The lines of a report's failed tests: the first test of each {@link RanTest.Cause} has all that explains it, each
 * later one names the first, with what differs and the command that runs it again.
 */
public final class FailureCards {
    private final FailureNotes notes;
    private final Map<RanTest.Cause, First> shown = new HashMap<>();

    private record First(RanBoard board, RanScript script, RanTest test) {}

    /** The cards of a report that has shown none. */
    public FailureCards(FailureNotes notes) {
        this.notes = notes;
    }

    /** The lines of a result that is shown now. */
    public List<MarkedLine> lines(RanBoard board, RanScript script, TestResult result, int number) {
        List<MarkedLine> card = result.lines(number);
        List<String> own = ofLater(board, script, RanTest.of(result), card.size());
        return own == null
                ? FittingLines.of(card)
                : Stream.concat(Stream.of(card.get(0)), own.stream().map(line -> MarkedLine.of(Mark.ASIDE, line)))
                        .toList();
    }

    /**
     * The same of a result that was kept.
     *
     * @param name what its line has as its name
     */
    public List<String> lines(RanBoard board, RanScript script, RanTest test, String name) {
        List<String> card = new ArrayList<>();
        card.add(test.verdict().marker() + " " + name + (test.directive().isEmpty() ? "" : " # " + test.directive()));
        test.failure().forEach(line -> card.add("  " + line));
        test.noted().forEach(line -> card.add("  " + line));
        card.addAll(CallsOfTest.folded(test.steps()));
        List<String> own = ofLater(board, script, test, card.size());
        return own == null
                ? FittingLines.ofTexts(card)
                : Stream.concat(Stream.of(card.get(0)), own.stream()).toList();
    }

    /** The lines below that of a later failure; null if its card is shown, which may be no longer. */
    private synchronized List<String> ofLater(RanBoard board, RanScript script, RanTest test, int card) {
        First first = test.isFailure() ? shown.putIfAbsent(test.cause(), new First(board, script, test)) : null;
        if (first == null) {
            return null;
        }
        String command = notes.command(board, script, test);
        boolean isOwn = !Objects.equals(command, notes.command(first.board, first.script, first.test));
        List<String> lines = new ArrayList<>();
        lines.add(PrintableText.line("  same failure as " + named(first, board, script, test) + "above"
                + String.join("", FailureDifferences.inShort(first.test, test))
                + (isOwn && command != null ? "; " + FailureNotes.AGAIN + command : "")));
        FailureDifferences.lines(first.test, test).forEach(line -> lines.add("  " + line));
        return lines.size() + 1 < card ? lines : null;
    }

    /** The first test by what it does not share with a later one. */
    private static String named(First first, RanBoard board, RanScript script, RanTest test) {
        boolean otherScript = !first.script.script().equals(script.script());
        boolean otherBoard = !first.board.name().equals(board.name());
        boolean otherTest = otherScript || !first.test.name().equals(test.name());
        boolean isNamed = first.test.name().startsWith(first.script.script());
        return (otherTest ? "for \"" + first.test.name() + "\" " : "")
                + (otherScript && !isNamed ? "of " + first.script.script() + " " : "")
                + (otherBoard ? "on " + first.board.name() + " " : "");
    }
}
