package org.kvmsh.repl.boards;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.compare.Comparison;
import org.kvmsh.dsl.compare.Difference;
import org.kvmsh.dsl.compare.KnownDifferences;
import org.kvmsh.dsl.compare.Recorder;
import org.kvmsh.dsl.compare.Recording;
import org.kvmsh.dsl.compare.Tally;
import org.kvmsh.repl.runner.Ending;

/** Scripts on two boards, each script on both before the next one, and what is printed of it. */
final class BoardComparison {
    private static final int SHOWN = 300;

    private final Boards boards;
    private final Board first;
    private final Board second;
    private final PrintWriter out;
    private final Ending ending;
    private final Tally tally;
    /** Scripts that are not for the first board, by the reason. */
    private final Map<String, List<String>> others = new LinkedHashMap<>();

    BoardComparison(Boards boards, Board first, Board second, PrintWriter out, Ending ending) {
        this.boards = boards;
        this.first = first;
        this.second = second;
        this.out = out;
        this.ending = ending;
        this.tally = new Tally(KnownDifferences.read().rows(first.name(), second.name()));
    }

    /** Whether all differences are expected. */
    boolean run(List<Path> scripts) throws IOException, BoardUnavailable {
        out.println(first + ", " + first.about());
        out.println(second + ", " + second.about());
        for (Path script : scripts) {
            if (ending.isWanted()) {
                break;
            }
            Recording one = Recorder.record(boards, first.again(), second, script, ending::stopsWith);
            if (one.skipped() != null) {
                others.computeIfAbsent(one.skipped(), why -> new ArrayList<>()).add(script.toString());
                continue;
            }
            Recording other = Recorder.record(boards, second.again(), first, script, ending::stopsWith);
            if (!ending.isWanted()) {
                print(script, Comparison.of(one, other));
            }
        }
        if (ending.isWanted()) {
            out.println("interrupted: the rest was not compared");
        }
        return tally.different() == 0 && !ending.isWanted();
    }

    private void print(Path script, Comparison comparison) {
        out.println(script + ": " + comparison.calls() + " calls, " + comparison.numbers() + " values");
        comparison.notCompared().forEach(part -> out.println("  not compared: " + part));
        Map<String, Integer> times = new HashMap<>();
        List<Difference> left = tally.add(script.toAbsolutePath(), comparison);
        left.forEach(difference -> times.merge(title(difference), 1, Integer::sum));
        for (Difference difference : left) {
            // A repeated line of a loop is shown once.
            Integer same = times.remove(title(difference));
            if (same == null) {
                continue;
            }
            out.println("  " + title(difference) + (same == 1 ? "" : ", " + same + " times, first"));
            out.println("      " + first.name() + ": " + shown(difference.first()));
            out.println("      " + second.name() + ": " + shown(difference.second()));
        }
        out.flush();
    }

    private static String title(Difference difference) {
        return (difference.site().line() == 0 ? "" : difference.site() + "  ") + difference.call() + " " + difference.what();
    }

    private static String shown(String answer) {
        String line = answer.isEmpty() ? "nothing" : answer.replace("\n", "\n      ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }

    /**
     * @param all whether every script ran, so that an unused row is out of date
     * @return whether the table has no such row
     */
    boolean report(boolean all) {
        others.forEach((why, scripts) -> out.println("not run, " + why + ": " + String.join(", ", scripts)));
        if (!tally.excused().isEmpty()) {
            out.println("expected differences:");
            tally.excused().forEach((row, times) -> out.println("  " + row + ", " + (times == 1 ? "once" : times + " times") + ": " + row.reason()));
        }
        List<KnownDifferences.Row> unused = all && !ending.isWanted() ? tally.unused() : List.of();
        unused.forEach(row -> out.println("this row no longer applies; remove it from the table: " + row + ": " + row.reason()));
        out.println(tally);
        return unused.isEmpty();
    }
}
