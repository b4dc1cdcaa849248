package org.kvmsh.repl.results.record;

import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.repl.results.CallDifferences;
import org.kvmsh.repl.results.ExitDifferences;
import org.kvmsh.repl.results.KeptFiles;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;

/**
 * The runs that are kept beside a run and began before it: since when a test of it fails, and what its calls were when
 * it passed. A script is the same if its path is.
 */
final class EarlierRuns {
    /** The most runs whose passes are counted. */
    private static final int MOST_RUNS = 10;
    /** The most calls, and exits, that differ, a line each. */
    private static final int MOST_LINES = 6;

    private final Path folder;
    private final Map<Path, RecordedRun> read = new HashMap<>();
    /** The calls of tests that passed, by their board. */
    private final Map<RanBoard, BaselineCalls> calls = new IdentityHashMap<>();
    /** From the newest on; null before a test has failed. */
    private List<RunBeside> runs;
    /** The run itself. */
    private RunAsked asked;

    /** A test in an earlier run. */
    private record Found(RecordedRun run, int board, RanTest test) {
        boolean isPassed() {
            return test.verdict() == Verdict.PASSED;
        }

        String when() {
            return run.asked().began().truncatedTo(ChronoUnit.SECONDS).toString();
        }
    }

    /** @param folder of the run, an absolute path */
    EarlierRuns(Path folder) {
        this.folder = folder;
    }

    /** What they gave for a test that is not ok, a line each; none if they do not have it. */
    List<String> lines(RanBoard board, RanScript script, RanTest test) {
        if (test.verdict().isOk()) {
            return List.of();
        }
        List<Found> ran = new ArrayList<>();
        Found passed = null;
        for (RunBeside run : runs()) {
            if (passed != null && ran.size() >= MOST_RUNS) {
                break;
            }
            Found found = find(run, board, script, test);
            if (found != null && (found.test.isFailure() || found.test.verdict() == Verdict.PASSED)) {
                ran.add(found);
                passed = passed == null && found.isPassed() ? found : passed;
            }
        }
        if (passed != null) {
            return passed(passed, ran, board, script, test);
        }
        return ran.isEmpty()
                ? List.of()
                : List.of("no earlier pass found; failed in " + counted(ran.size())
                        + (ran.size() == 1 ? ", at " : ", the first at ")
                        + ran.get(ran.size() - 1).when());
    }

    private List<String> passed(Found found, List<Found> ran, RanBoard board, RanScript script, RanTest test) {
        List<String> lines = new ArrayList<>();
        int failed = ran.indexOf(found);
        lines.add("last passed at " + found.when() + ", in " + found.run.folder()
                + (failed == 0 ? "" : "; failed in " + counted(failed) + " after that"));
        if (ran.size() > 1) {
            List<Found> last = ran.subList(0, Math.min(ran.size(), MOST_RUNS));
            lines.add("passed in " + last.stream().filter(Found::isPassed).count() + " of the last " + last.size()
                    + " runs before this one");
        }
        List<String> changed = new ArrayList<>();
        if (!sum(found.run.asked(), script).equals(sum(asked, script))) {
            changed.add("the script");
        }
        changed.addAll(otherKernel(found, board));
        if (!changed.isEmpty()) {
            lines.add("changed since it passed: " + String.join(", ", changed));
        }
        BaselineCalls baseline = calls.computeIfAbsent(
                found.run.boards().get(found.board), passed -> BaselineCalls.read(passed.files()));
        List<String> before = baseline.of(script.script(), test.name());
        List<String> kept = test.files() == null ? List.of() : test.files().lines(KeptFiles.CALLS);
        List<String> now = kept.isEmpty() ? test.steps() : kept;
        if (before != null && !now.isEmpty()) {
            List<String> differing = CallDifferences.of(before, now);
            if (differing.isEmpty()) {
                lines.add("calls: the same as when it passed");
            }
            add(lines, "calls", differing, "; to see all: kvmsh compare " + found.run.folder() + " " + folder);
        }
        List<String> exitsBefore = baseline.exits(script.script(), test.name());
        if (exitsBefore != null && test.files() != null) {
            List<String> exits = test.files().lines(KeptFiles.EXITS);
            add(
                    lines,
                    "last exits",
                    ExitDifferences.of(exitsBefore, exits),
                    ", in " + test.files().file(KeptFiles.EXITS));
        }
        return lines;
    }

    /** @param rest where those are that are not listed */
    private static void add(List<String> lines, String what, List<String> differing, String rest) {
        if (!differing.isEmpty()) {
            lines.add(what + " that differ (- when it passed, + in this run):");
            differing.stream().limit(MOST_LINES).forEach(line -> lines.add("  " + line));
            if (differing.size() > MOST_LINES) {
                lines.add("  " + (differing.size() - MOST_LINES) + " more" + rest);
            }
        }
    }

    private static String counted(int runs) {
        return runs == 1 ? "1 earlier run" : runs + " earlier runs";
    }

    /** The kernels of an earlier run's board and of this one; empty if they are the same, or one is not known. */
    private List<String> otherKernel(Found found, RanBoard board) {
        RecordedRun own = read(folder);
        Map<String, Object> before = found.run.facts(found.board);
        Map<String, Object> now = own == null ? Map.of() : facts(own, board);
        return before.isEmpty() || now.isEmpty() || BoardsKernel.isSame(before, now)
                ? List.of()
                : List.of("the kernel (" + BoardsKernel.words(before) + " then, " + BoardsKernel.words(now) + " now)");
    }

    private static Map<String, Object> facts(RecordedRun run, RanBoard board) {
        for (int i = 0; i < run.boards().size(); i++) {
            if (run.boards().get(i).board().equals(board.board())) {
                return run.facts(i);
            }
        }
        return Map.of();
    }

    private Found find(RunBeside run, RanBoard board, RanScript script, RanTest test) {
        if (!path(run.asked(), script).equals(path(asked, script))) {
            return null;
        }
        RecordedRun whole = read(run.folder());
        for (int i = 0; whole != null && i < whole.boards().size(); i++) {
            if (whole.boards().get(i).board().equals(board.board())) {
                for (RanScript other : whole.boards().get(i).scripts()) {
                    RanTest same = other.script().equals(script.script()) ? named(other, test.name()) : null;
                    if (same != null) {
                        return new Found(whole, i, same);
                    }
                }
            }
        }
        return null;
    }

    private static RanTest named(RanScript script, String name) {
        return script.tests().stream()
                .filter(test -> test.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** A script's absolute path; empty if the run does not have it. */
    private static String path(RunAsked asked, RanScript script) {
        int number = asked.scripts().indexOf(script.script());
        return number < 0 ? "" : asked.files().get(number);
    }

    /** The checksum of a script's text; empty if it is not known. */
    private static String sum(RunAsked asked, RanScript script) {
        int number = asked.scripts().indexOf(script.script());
        return number < 0 || number >= asked.sums().size() ? "" : asked.sums().get(number);
    }

    /** Null for what cannot be read: the list of failures does without it. */
    private RecordedRun read(Path run) {
        return read.computeIfAbsent(run, RunBeside::read);
    }

    private List<RunBeside> runs() {
        if (runs == null) {
            asked = RecordedRun.askedOf(folder);
            runs = asked == null
                    ? List.of()
                    : RunBeside.of(folder).stream()
                            .filter(run -> run.asked().began().isBefore(asked.began()))
                            .limit(RunFolders.KEPT)
                            .toList();
        }
        return runs;
    }
}
