package org.kvmsh.repl.results.record;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.kvmsh.dsl.session.test.EndedEarly;
import org.kvmsh.dsl.session.test.Verdict;
import org.kvmsh.repl.results.KeptFiles;
import org.kvmsh.repl.results.LineMembers;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;

/** The lines of results.jsonl, one after the other, and what they make. */
final class RunReading {
    private final Path folder;
    private final RunAsked asked;
    /** By the numbers of the boards; null of one that has not begun while a later one has. */
    private final List<BoardLines> boards = new ArrayList<>();

    private boolean whole;
    private int status;
    /** Null of a run that has not reached its end. */
    private UnmetOptions unmet;

    RunReading(Path folder, RunAsked asked) {
        this.folder = folder;
        this.asked = asked;
    }

    /** @throws IllegalArgumentException if it is no line of a run's */
    void take(LineMembers line) {
        RunEvent event = RunEvent.named(line.text(RunEvent.EVENT));
        if (event == RunEvent.BOARD) {
            board(line.number(RunEvent.BOARD_NUMBER), line);
        } else if (event == RunEvent.RESUMED) {
            whole = false;
            resume();
        } else if (event == RunEvent.RUN_ENDED) {
            whole = true;
            status = (int) line.number(RunEvent.STATUS);
            unmet = new UnmetOptions(line.texts(RunEvent.UNMET), line.texts(RunEvent.UNMET_KNOWN));
        } else {
            board(line).take(event, line);
        }
    }

    /** A board that is opened again when a run is resumed goes on where it was. */
    private void board(long number, LineMembers line) {
        if (number < 0 || number > Math.max(boards.size(), asked.boards().size())) {
            throw new IllegalArgumentException("board " + number + " was not asked for");
        }
        while (boards.size() <= number) {
            boards.add(null);
        }
        BoardLines board = new BoardLines(folder, line);
        BoardLines before = boards.set((int) number, board);
        if (before != null) {
            board.goOn(before);
        }
    }

    private void resume() {
        boards.stream().filter(Objects::nonNull).forEach(BoardLines::resume);
    }

    /** The results of each board's scripts that need not run again when the run is resumed. */
    List<List<RanScript>> done() {
        resume();
        return boards.stream()
                .map(board -> board == null
                        ? List.<RanScript>of()
                        : board.rounds.stream().map(ScriptLines::ran).toList())
                .toList();
    }

    private BoardLines board(LineMembers line) {
        long number = line.number(RunEvent.BOARD_NUMBER);
        if (number < 0 || number >= boards.size() || boards.get((int) number) == null) {
            throw new IllegalArgumentException("board " + number + " has not begun");
        }
        return boards.get((int) number);
    }

    /** The exit status of the run that reached its end. */
    int status() {
        return status;
    }

    /** The options that the run, when it reached its end, reported to have met nothing. */
    UnmetOptions unmet() {
        return unmet;
    }

    boolean isWhole() {
        return whole;
    }

    List<RanBoard> boards() {
        List<RanBoard> all = new ArrayList<>();
        int count =
                whole ? boards.size() : Math.max(boards.size(), asked.boards().size());
        for (int i = 0; i < count; i++) {
            BoardLines board = i < boards.size() ? boards.get(i) : null;
            String name = i < asked.boards().size() ? asked.boards().get(i) : null;
            if (board == null) {
                all.add(RanBoard.notRun(name, asked.began(), asked.scripts(), RanTest.ENDED));
            } else {
                RanBoard ran = board.ran(whole ? List.of() : asked.scripts(), asked.scripts());
                all.add(name == null ? ran : ran.askedFor(name));
            }
        }
        if (!whole && !all.isEmpty() && RanBoard.counts(all).isOk()) {
            all.add(unfinished(all.remove(all.size() - 1)));
        }
        return all;
    }

    /**
     * A run that was ended where each test so far has passed, as between two rounds, is not a success in any format.
     */
    private RanBoard unfinished(RanBoard last) {
        List<RanScript> scripts = new ArrayList<>(last.scripts());
        RanScript script = scripts.isEmpty()
                ? RanScript.empty(asked.scripts().get(asked.scripts().size() - 1))
                : scripts.remove(scripts.size() - 1);
        scripts.add(script.with(RanTest.without(script.script() + ", the rest", Verdict.NOT_RUN, RanTest.ENDED)));
        return last.withScripts(scripts);
    }

    /** The facts that one board's lines have told so far. */
    private static final class BoardLines {
        private final Path folder;
        private final String name;
        private final String about;
        private final KeptFiles files;
        private final Instant began;
        /** Each time that a script ran; a script's lines are of its last time. */
        private final List<ScriptLines> rounds = new ArrayList<>();

        private final Map<String, ScriptLines> scripts = new HashMap<>();

        BoardLines(Path folder, LineMembers line) {
            this.folder = folder;
            name = line.text("name");
            about = line.text("about");
            began = Instant.parse(line.text("began"));
            files = line.has(RunEvent.FILES)
                    ? KeptFiles.read(folder, line.text(RunEvent.FILES))
                    : KeptFiles.ofBoard(folder, line.number(RunEvent.BOARD_NUMBER));
        }

        void goOn(BoardLines before) {
            rounds.addAll(before.rounds);
            scripts.putAll(before.scripts);
        }

        /** Forgets what was not done, which runs again. */
        void resume() {
            rounds.removeIf(script -> !script.isDone());
            scripts.values().removeIf(script -> !script.isDone());
        }

        void take(RunEvent event, LineMembers line) {
            ScriptLines script = scripts.get(line.text(RunEvent.SCRIPT_NAME));
            if (script == null || event == RunEvent.SCRIPT) {
                script = new ScriptLines(line.text(RunEvent.SCRIPT_NAME));
                rounds.add(script);
                scripts.put(script.name, script);
            }
            switch (event) {
                case TEST -> script.open.add(line.text(RunEvent.TEST_NAME));
                case RESULT -> script.result(RanTest.read(line.under(RunEvent.RESULT_FACTS), folder));
                case SCRIPT_ENDED -> script.end(line);
                default -> {}
            }
        }

        /**
         * The board's results.
         *
         * @param asked the scripts without which the run is not whole
         * @param order of all scripts
         */
        RanBoard ran(List<String> asked, List<String> order) {
            List<RanScript> all = new ArrayList<>(rounds.stream()
                    .map(ScriptLines::ran)
                    .filter(script -> !script.tests().isEmpty())
                    .toList());
            asked.stream()
                    .filter(script -> !scripts.containsKey(script))
                    .forEach(script -> all.add(RanScript.notRun(script, RanTest.ENDED)));
            // A run that was resumed had some of them before the others.
            all.sort(Comparator.comparingInt(script -> order.indexOf(script.script())));
            return RanBoard.of(name, about, began, all).withFiles(files);
        }
    }

    /** The facts that one script's lines have told so far. */
    private static final class ScriptLines {
        private final String name;
        private final List<RanTest> tests = new ArrayList<>();
        /** The tests that have begun and have no result; one name may be there twice. */
        private final List<String> open = new ArrayList<>();

        private Duration took;

        ScriptLines(String name) {
            this.name = name;
        }

        void result(RanTest test) {
            open.remove(test.name());
            tests.add(test);
        }

        void end(LineMembers line) {
            took = Duration.ofMillis(line.number(RunEvent.MS));
            if (line.has(RunEvent.NOTES) && !tests.isEmpty()) {
                tests.add(tests.remove(tests.size() - 1).withNotes(line.maps(RunEvent.NOTES)));
            }
        }

        /** Whether it need not run again: it ended, and nothing kept it from that. */
        boolean isDone() {
            return took != null
                    && open.isEmpty()
                    && tests.stream()
                            .noneMatch(test -> test.verdict() == Verdict.ERROR
                                            && (test.reason().equals(EndedEarly.INTERRUPTED.reason())
                                                    || test.reason().equals(RanTest.ENDED))
                                    || test.verdict() == Verdict.NOT_RUN
                                            && (test.name().equals(name)
                                                    || test.reason().equals(EndedEarly.INTERRUPTED.reasonOfOthers())));
        }

        RanScript ran() {
            List<RanTest> all = new ArrayList<>(tests);
            open.forEach(test ->
                    all.add(RanTest.without(test, Verdict.ERROR, took == null ? RanTest.ENDED : RanTest.NO_RESULT)));
            if (took != null) {
                return new RanScript(name, all, took);
            }
            all.add(
                    all.isEmpty()
                            ? RanTest.without(name, Verdict.ERROR, RanTest.ENDED)
                            : RanTest.without(name + ", the rest", Verdict.NOT_RUN, RanTest.ENDED));
            return new RanScript(name, all, all.stream().map(RanTest::took).reduce(Duration.ZERO, Duration::plus));
        }
    }
}
