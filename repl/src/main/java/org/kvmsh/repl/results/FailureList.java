package org.kvmsh.repl.results;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.text.PrintableText;
import org.kvmsh.dsl.session.test.Verdict;

/** The tests that did not pass, a line each at the end of a run. Those that failed for one reason share a line. */
public final class FailureList {
    private static final int MOST = 20;

    /** The first test of those that failed for one reason. */
    private static final class Group {
        private final RanBoard board;
        private final RanScript script;
        private final RanTest first;
        private final Set<String> boards = new LinkedHashSet<>();
        private int tests;

        Group(RanBoard board, RanScript script, RanTest first) {
            this.board = board;
            this.script = script;
            this.first = first;
        }

        void add(RanBoard other) {
            boards.add(other.name());
            tests++;
        }

        String line(boolean alone) {
            String place = first.failed() == null || first.failed().place().isEmpty()
                    ? script.script()
                    : first.failed().place();
            String name = first.name().equals(script.script()) ? "" : first.name();
            String named = tests == 1 ? name : tests + " tests with the same reason, first \"" + first.name() + "\"";
            String on = alone ? "" : (named.isEmpty() ? "" : " ") + "(on " + String.join(", ", boards) + ")";
            return PrintableText.line("  " + named + on + (named.isEmpty() && alone ? "" : ": ") + place + ": "
                    + first.why().replace(place + ": ", ""));
        }
    }

    /** What earlier runs gave for a test that is not ok, as lines; none if they do not have it. */
    public interface Earlier {
        /** There are no earlier runs. */
        Earlier NONE = (board, script, test) -> List.of();

        List<String> lines(RanBoard board, RanScript script, RanTest test);
    }

    private FailureList() {}

    /**
     * The list; empty if all tests passed, or if there was no other test than the one that did not, and earlier runs do
     * not have it.
     */
    public static List<String> of(List<RanBoard> boards, Earlier earlier) {
        Map<RanTest.Cause, Group> causes = new LinkedHashMap<>();
        for (RanBoard board : boards) {
            for (RanScript script : board.scripts()) {
                script.tests().stream()
                        .filter(test -> test.isFailure() && test.verdict() != Verdict.FLAKY)
                        .forEach(test -> causes.computeIfAbsent(test.cause(), cause -> new Group(board, script, test))
                                .add(board));
            }
        }
        Collection<Group> groups = causes.values();
        int failed = groups.stream().mapToInt(group -> group.tests).sum();
        List<String> lines = new ArrayList<>(List.of(failed == 1 ? "1 test failed:" : failed + " tests failed:"));
        boolean isKnown = false;
        for (Group group : groups.stream().limit(MOST).toList()) {
            List<String> before = earlier.lines(group.board, group.script, group.first);
            lines.add(group.line(boards.size() == 1));
            before.forEach(line -> lines.add(PrintableText.line("    " + line)));
            isKnown |= !before.isEmpty();
        }
        if (failed == 0
                || !isKnown && boards.stream().flatMap(RanBoard::tests).limit(2).count() == 1) {
            return List.of();
        }
        if (groups.size() > MOST) {
            lines.add("  " + (groups.size() - MOST) + " other reasons are not listed");
        }
        return lines;
    }
}
