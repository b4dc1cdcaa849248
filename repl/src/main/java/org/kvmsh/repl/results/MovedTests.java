package org.kvmsh.repl.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.dsl.machine.change.MoveTally;

/** The counts of the tests whose machines moved into new VMs, and of those whose machines did not, by the cause. */
final class MovedTests {
    private static final Pattern MOVED = Pattern.compile("\\b" + MoveTally.MOVED + "(\\d+) times?$");
    private static final Pattern NOT_MOVED =
            Pattern.compile("\\b" + MoveTally.NOT_MOVED + "(.*?)(; another machine moved \\d+ times?)?$");

    private MovedTests() {}

    /** A line for each; empty if no machine was to move. */
    static List<String> lines(RanBoard board) {
        int tests = 0;
        long moves = 0;
        Map<String, Integer> causes = new LinkedHashMap<>();
        for (RanScript script : board.scripts()) {
            for (RanTest test : script.tests()) {
                String reason = (test.tries().isEmpty()
                                ? test
                                : test.tries().get(test.tries().size() - 1))
                        .reason();
                Matcher moved = MOVED.matcher(reason);
                Matcher not = NOT_MOVED.matcher(reason);
                if (not.find()) {
                    causes.merge(not.group(1), 1, Integer::sum);
                } else if (moved.find()) {
                    tests++;
                    moves += Long.parseLong(moved.group(1));
                }
            }
        }
        List<String> lines = new ArrayList<>();
        if (tests > 0) {
            lines.add("moved: " + counted(tests) + ", " + moves + (moves == 1 ? " move" : " moves"));
        }
        causes.forEach((cause, count) -> lines.add("not moved: " + counted(count) + ": " + cause));
        return lines;
    }

    private static String counted(int tests) {
        return tests + (tests == 1 ? " test" : " tests");
    }
}
