package org.kvmsh.repl.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.kvmsh.bindings.text.PrintableText;
import org.kvmsh.dsl.session.test.Verdict;

/** The tests that did not pass, a line each at the end of a run. Those that failed for one reason share a line. */
public final class FailureList {
    private static final int MOST = 20;
    private static final String INDENT = "    ";
    /** The lines of the list of one test without a history: the heading, its reason, its command. */
    private static final int MOST_OF_ONE = 3;

    /** The first test of those that failed for one reason. */
    private static final class Group {
        private final RanBoard board;
        private final RanScript script;
        private final RanTest first;
        private final Set<String> boards = new LinkedHashSet<>();
        private final Set<List<String>> tests = new LinkedHashSet<>();

        Group(RanBoard board, RanScript script, RanTest first) {
            this.board = board;
            this.script = script;
            this.first = first;
        }

        void add(RanBoard other, RanScript of, RanTest test) {
            boards.add(other.name());
            tests.add(List.of(of.script(), test.name()));
        }

        String line(boolean alone) {
            String place = first.failed() == null || first.failed().place().isEmpty()
                    ? script.script()
                    : first.failed().place();
            String named = named();
            String on = alone ? "" : (named.isEmpty() ? "" : " ") + "(on " + String.join(", ", boards) + ")";
            return FittingLines.of(PrintableText.line("  " + named + on + (named.isEmpty() && alone ? "" : ": ") + place
                    + ": " + first.why().replace(place + ": ", "")));
        }

        private String named() {
            if (tests.size() > 1) {
                return tests.size() + " tests with the same reason, first \"" + first.name() + "\"";
            }
            String name = first.name().equals(script.script()) ? "" : first.name();
            return boards.size() == 1
                    ? name
                    : "1 test on " + boards.size() + " boards" + (name.isEmpty() ? "" : ", \"" + name + "\"");
        }
    }

    private FailureList() {}

    /** The list of a report: empty only if no test failed. */
    public static List<String> of(List<RanBoard> boards, FailureNotes notes) {
        Map<RanTest.Cause, Group> causes = new LinkedHashMap<>();
        for (RanBoard board : boards) {
            for (RanScript script : board.scripts()) {
                script.tests().stream()
                        .filter(test -> test.isFailure() && test.verdict() != Verdict.FLAKY)
                        .forEach(test -> causes.computeIfAbsent(test.cause(), cause -> new Group(board, script, test))
                                .add(board, script, test));
            }
        }
        Collection<Group> groups = causes.values();
        if (groups.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of(heading(groups)));
        for (Group group : groups.stream().limit(MOST).toList()) {
            lines.add(group.line(boards.size() == 1));
            notes.lines(group.board, group.script, group.first)
                    .forEach(line -> lines.add(PrintableText.line(INDENT + line)));
        }
        if (groups.size() > MOST) {
            lines.add("  " + (groups.size() - MOST) + " other reasons are not listed");
        }
        return lines;
    }

    /** That of a run's end: without the failure of its only test, which is shown just above, if it has no history. */
    public static List<String> below(List<RanBoard> boards, FailureNotes notes) {
        List<String> lines = of(boards, notes);
        if (boards.stream().flatMap(RanBoard::tests).limit(2).count() > 1) {
            return lines;
        }
        return lines.size() > MOST_OF_ONE
                ? lines
                : lines.stream().skip(2).map(String::strip).toList();
    }

    private static String heading(Collection<Group> groups) {
        Set<String> boards =
                groups.stream().flatMap(group -> group.boards.stream()).collect(Collectors.toSet());
        long tests = groups.stream()
                .flatMap(group -> group.tests.stream())
                .distinct()
                .count();
        return (tests == 1 ? "1 test" : tests + " tests") + " failed"
                + (boards.size() == 1 ? "" : " on " + boards.size() + " boards") + ":";
    }
}
