package org.kvmsh.repl.results.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.kvmsh.bindings.board.BoardFacts;
import org.kvmsh.bindings.text.Digest;

/** Two kernels of one board, or two texts of one file: such results are not those of one run. */
public final class MixedRuns {
    private final List<String> lines = new ArrayList<>();

    private MixedRuns() {}

    /** The identity of a board, or of a file, in one run. */
    private record Seen<T>(String run, T what) {}

    /**
     * The differences within runs of which one report is made, with both facts, a line each; empty if there are none. A
     * board of another machine is another board.
     */
    public static List<String> of(List<RecordedRun> runs) {
        return of(
                runs, (run, board) -> run.asked(board) + "\n" + run.facts(board).get(BoardFacts.HOST));
    }

    /**
     * The same in what the tasks of a farm have kept, each of one board: whatever their machines are, they are one run.
     */
    public static List<String> ofTasks(List<RecordedRun> tasks) {
        return of(tasks, RecordedRun::asked);
    }

    private static List<String> of(List<RecordedRun> runs, BiFunction<RecordedRun, Integer, String> key) {
        MixedRuns mixed = new MixedRuns();
        Map<String, Seen<Map<String, Object>>> kernels = new LinkedHashMap<>();
        Map<String, Seen<String>> texts = new LinkedHashMap<>();
        for (RecordedRun run : runs) {
            String name = run.folder().toString();
            for (int i = 0; i < run.boards().size(); i++) {
                mixed.kernel(key.apply(run, i), run.asked(i), new Seen<>(name, run.facts(i)), kernels);
            }
            run.texts().all().forEach((file, sum) -> mixed.text(file, new Seen<>(name, sum), texts));
        }
        return mixed.lines;
    }

    /** The differences between two runs, each of which is one. */
    public static List<String> between(RunTexts a, RunTexts b) {
        MixedRuns mixed = new MixedRuns();
        Map<String, Seen<String>> texts = new LinkedHashMap<>();
        a.all().forEach((file, sum) -> mixed.text(file, new Seen<>("A", sum), texts));
        b.all().forEach((file, sum) -> mixed.text(file, new Seen<>("B", sum), texts));
        return mixed.lines;
    }

    /** The kernels of two boards, if they differ. */
    public static List<String> kernels(String board, Map<String, Object> a, Map<String, Object> b) {
        MixedRuns mixed = new MixedRuns();
        Map<String, Seen<Map<String, Object>>> kernels = new LinkedHashMap<>();
        mixed.kernel(board, board, new Seen<>("A", a), kernels);
        mixed.kernel(board, board, new Seen<>("B", b), kernels);
        return mixed.lines;
    }

    private void kernel(
            String key, String board, Seen<Map<String, Object>> seen, Map<String, Seen<Map<String, Object>>> all) {
        // A board that was not opened told nothing.
        Seen<Map<String, Object>> first = seen.what.isEmpty() ? null : all.putIfAbsent(key, seen);
        if (first != null && !BoardsKernel.isSame(first.what, seen.what)) {
            lines.add(board + " ran two kernels: in " + first.run + " " + BoardsKernel.words(first.what) + "; in "
                    + seen.run + " " + BoardsKernel.words(seen.what));
        }
    }

    private void text(String file, Seen<String> seen, Map<String, Seen<String>> all) {
        Seen<String> first = seen.what.isEmpty() ? null : all.putIfAbsent(file, seen);
        if (first != null && !first.what.equals(seen.what)) {
            lines.add(file + " has two versions: in " + first.run + " with SHA-256 " + Digest.inShort(first.what)
                    + ", in " + seen.run + " with " + Digest.inShort(seen.what));
        }
    }
}
