package org.kvmsh.repl.results.record;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kvmsh.repl.results.FailureNotes;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;
import org.kvmsh.repl.results.UniqueNames;

/** The runs that one report is made from, with the boards of all in order. */
public record ReportedRuns(List<RecordedRun> runs) {
    public ReportedRuns {
        runs = List.copyOf(runs);
    }

    /**
     * A board of one of them.
     *
     * @param number in its run
     */
    public record OfRun(RecordedRun run, int number) {
        public RanBoard board() {
            return run.boards().get(number);
        }

        /** The name that was asked for: that of a board's title has its kind, and none of its settings. */
        public String asked() {
            return run.asked(number);
        }

        public Map<String, Object> facts() {
            return run.facts(number);
        }
    }

    /** @throws IOException whose message is a sentence */
    public static ReportedRuns read(List<Path> folders) throws IOException {
        List<RecordedRun> runs = new ArrayList<>();
        for (Path folder : folders) {
            runs.add(RecordedRun.read(folder));
        }
        List<String> mixed = MixedRuns.of(runs);
        if (!mixed.isEmpty()) {
            throw new IOException("these runs cannot be put into one report: " + String.join("; ", mixed));
        }
        return new ReportedRuns(runs);
    }

    /**
     * Reads runs to compare with, each of other boards: a result has one to compare it with.
     *
     * @throws IOException whose message is a sentence
     */
    public static ReportedRuns baseline(List<Path> folders) throws IOException {
        ReportedRuns read = read(folders);
        Map<String, Path> of = new HashMap<>();
        for (RecordedRun run : read.runs) {
            for (RanBoard board : run.boards()) {
                Path other = of.put(board.board(), run.folder());
                if (other != null && !other.equals(run.folder())) {
                    throw new IOException("--baseline takes one run of each board: " + other + " and " + run.folder()
                            + " both have results of " + board.board());
                }
            }
        }
        return read;
    }

    public List<RanBoard> boards() {
        return runs.stream().flatMap(run -> run.boards().stream()).toList();
    }

    /** What is said of their failures, by the run that a board is of. */
    public FailureNotes notes() {
        Map<RanBoard, FailureNotes> notes = new IdentityHashMap<>();
        for (RecordedRun run : runs) {
            FailureNotes own = run.notes();
            run.boards().forEach(board -> notes.put(board, own));
        }
        return new FailureNotes() {
            @Override
            public List<String> earlier(RanBoard board, RanScript script, RanTest test) {
                return notes.get(board).earlier(board, script, test);
            }

            @Override
            public String command(RanBoard board, RanScript script, RanTest test) {
                return notes.get(board).command(board, script, test);
            }

            @Override
            public String compare(RanBoard one, RanBoard other, RanScript script) {
                FailureNotes own = notes.get(one);
                return own == notes.get(other) ? own.compare(one, other, script) : null;
            }
        };
    }

    /** Each board by its title; one that is there twice has a number, as in every report. */
    public Map<String, OfRun> titled() {
        Map<String, OfRun> titled = new LinkedHashMap<>();
        UniqueNames names = new UniqueNames();
        for (RecordedRun run : runs) {
            for (int i = 0; i < run.boards().size(); i++) {
                titled.put(names.of(run.boards().get(i).board()), new OfRun(run, i));
            }
        }
        return titled;
    }

    public boolean isWhole() {
        return runs.stream().allMatch(RecordedRun::isWhole);
    }

    /** The times at which the runs began. */
    public String began() {
        return runs.stream()
                .map(run -> run.asked().began().truncatedTo(ChronoUnit.SECONDS))
                .map(Instant::toString)
                .collect(Collectors.joining(", "));
    }

    /** The versions of kvmsh that made the runs, with commit and JDK, each once. */
    public List<String> kvmsh() {
        return runs.stream()
                .flatMap(run -> run.asked().kvmsh().stream())
                .distinct()
                .toList();
    }
}
