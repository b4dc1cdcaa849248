package org.kvmsh.repl.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.kvmsh.bindings.text.PrintableText;
import org.kvmsh.dsl.session.test.Verdict;

/**
 * The tests of a run that are ok on one board and not on another one, and of the first of them both results. A test
 * that was skipped, did not run or was ended from outside says nothing about its board.
 *
 * @param count of these tests
 * @param test the name of the first one
 * @param one the first of two boards that do not agree
 * @param command prints how the calls of the two boards differ; null if that is not known
 */
public record BoardsDiffer(int count, String test, Side one, Side other, String command) {
    /** The result of a test on a board. */
    public record Side(RanBoard board, RanScript script, RanTest test) {
        boolean isOk() {
            return test.verdict().isOk();
        }

        /** Its board and why it did not pass, or that it did. */
        public String inWords() {
            return board.name() + ": " + test.why();
        }
    }

    /** Those of a run; null if no two boards differ. */
    public static BoardsDiffer of(List<RanBoard> boards, FailureNotes notes) {
        Map<List<String>, List<Side>> tests = new LinkedHashMap<>();
        for (RanBoard board : boards) {
            for (RanScript script : board.listed()) {
                UniqueNames names = new UniqueNames();
                for (RanTest test : script.tests()) {
                    List<Side> sides = tests.computeIfAbsent(
                            List.of(script.script(), names.of(test.name())), name -> new ArrayList<>());
                    if (isDecided(test)) {
                        sides.add(new Side(board, script, test));
                    }
                }
            }
        }
        List<List<Side>> differing = tests.values().stream()
                .filter(sides -> sides.stream().map(Side::isOk).distinct().count() > 1)
                .toList();
        return differing.isEmpty() ? null : of(differing.size(), differing.get(0), notes);
    }

    private static boolean isDecided(RanTest test) {
        return test.verdict() != Verdict.SKIPPED
                && test.verdict() != Verdict.NOT_RUN
                && !Tries.ENDED.contains(test.reason());
    }

    /** The first two boards that do not agree; where there are some, two whose calls can be compared. */
    private static BoardsDiffer of(int count, List<Side> sides, FailureNotes notes) {
        BoardsDiffer first = null;
        for (int i = 0; i < sides.size(); i++) {
            for (Side other : sides.subList(i + 1, sides.size())) {
                Side one = sides.get(i);
                if (one.isOk() != other.isOk()) {
                    String command = notes.compare(one.board, other.board, one.script);
                    BoardsDiffer pair = new BoardsDiffer(count, one.script.name(one.test), one, other, command);
                    if (command != null) {
                        return pair;
                    }
                    first = first == null ? pair : first;
                }
            }
        }
        return first;
    }

    /** {@code 2 tests differ between boards, first a.groovy: a test}. */
    public String inWords() {
        return (count == 1 ? "1 test differs between boards: " : count + " tests differ between boards, first ") + test;
    }

    /** The lines of a run's end; none if no two boards differ. */
    public static List<String> lines(List<RanBoard> boards, FailureNotes notes) {
        BoardsDiffer differ = of(boards, notes);
        if (differ == null) {
            return List.of();
        }
        return Stream.of(
                        differ.inWords(),
                        "  " + differ.one.inWords(),
                        "  " + differ.other.inWords(),
                        differ.command == null ? null : "  to compare their calls: " + differ.command)
                .filter(Objects::nonNull)
                .map(PrintableText::line)
                .toList();
    }
}
