package org.kvmsh.repl.results;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.inspect.MoveCount;

/** The counts of the tests whose machines moved into new VMs, and of those whose machines did not, by the cause. */
final class MovedTests {
    private MovedTests() {}

    /** A line for each; empty if no machine was to move. */
    static List<String> lines(RanBoard board) {
        int tests = 0;
        long moves = 0;
        Map<String, Integer> causes = new LinkedHashMap<>();
        for (RanScript script : board.scripts()) {
            for (RanTest test : script.tests()) {
                MoveCount count = test.moves();
                if (count != null && count.cause() != null) {
                    causes.merge(count.cause(), 1, Integer::sum);
                } else if (count != null) {
                    tests++;
                    moves += count.moves();
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
