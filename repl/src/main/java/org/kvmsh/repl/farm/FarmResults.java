package org.kvmsh.repl.farm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.repl.results.KeptFiles;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.record.KernelLogFact;
import org.kvmsh.repl.results.record.MixedRuns;
import org.kvmsh.repl.results.record.RecordedRun;
import org.kvmsh.repl.results.record.UnmetOptions;

/**
 * The results that the tasks of a run have left.
 *
 * @param boards in the order in which they were asked for
 * @param unmet what no task has met
 * @param done by the board's title, the scripts that need not run again
 */
public record FarmResults(List<OfBoard> boards, UnmetOptions unmet, Map<String, Set<String>> done) {
    /**
     * The results that the tasks of one board have left.
     *
     * @param facts what it told of itself in the first task that opened it; nothing if none has
     * @param mixed the kernels and the texts that are not the same in all tasks, a line each
     */
    public record OfBoard(RanBoard ran, Map<String, Object> facts, List<TaskFiles> files, List<String> mixed) {}

    /**
     * The files that a task has kept of its board.
     *
     * @param names by a script's name in the task, its name in the run
     * @param run its own
     */
    public record TaskFiles(KeptFiles files, Map<String, String> names, RecordedRun run) {}

    /**
     * Reads them.
     *
     * @param asked the boards' titles and the scripts' names on each
     * @throws IOException whose message is a sentence
     */
    public static FarmResults read(Path run, Map<String, List<String>> asked, Instant began) throws IOException {
        Gathering gathering = new Gathering(asked, began);
        for (Attempt attempt : Attempt.all(run)) {
            attempt.shards().forEach(shard -> gathering.take(shard, attempt.notRun(shard.board())));
        }
        return gathering.results();
    }

    /** The results of task after task. */
    private static final class Gathering {
        private final Map<String, List<String>> asked;
        private final Instant began;
        private final Map<String, RanBoard> titles = new LinkedHashMap<>();
        /** By the board's title and the script's name. */
        private final Map<List<String>, RanScript> scripts = new LinkedHashMap<>();

        private final Map<String, Map<String, Object>> facts = new HashMap<>();
        private final Map<String, List<TaskFiles>> files = new HashMap<>();
        private final Map<String, Set<String>> done = new LinkedHashMap<>();
        private UnmetOptions unmet;

        Gathering(Map<String, List<String>> asked, Instant began) {
            this.asked = asked;
            this.began = began;
        }

        void take(Shard shard, String notRun) {
            RecordedRun run;
            try {
                run = RecordedRun.read(shard.run());
            } catch (IOException e) {
                lost(shard, notRun);
                return;
            }
            if (run.boards().size() != 1) {
                lost(shard, notRun);
                return;
            }
            RanBoard ran = run.boards().get(0);
            titles.merge(shard.board(), ran, (before, now) -> before.hasRun() ? before : now);
            facts.merge(shard.board(), run.facts(0), KernelLogFact::both);
            // A task names its scripts by itself; their order is that of its command.
            Map<String, String> names = new HashMap<>();
            ran.scripts().forEach(script -> names.put(script.script(), name(shard, run, script.script())));
            ran.scripts().forEach(script -> put(shard, names.get(script.script()), script));
            List<TaskFiles> earlier = files.computeIfAbsent(shard.board(), key -> new ArrayList<>());
            // A script counts as its last task ran it.
            earlier.forEach(task -> task.names().values().removeAll(names.values()));
            earlier.add(new TaskFiles(ran.files(), names, run));
            run.done(0)
                    .forEach(script -> done.computeIfAbsent(shard.board(), key -> new LinkedHashSet<>())
                            .add(name(shard, run, script.script())));
            unmet = UnmetOptions.both(unmet, UnmetOptions.of(run));
        }

        private static String name(Shard shard, RecordedRun run, String script) {
            int number = run.asked().scripts().indexOf(script);
            return number < 0
                    ? script
                    : shard.scripts().stream()
                            .filter(each -> each.file()
                                    .toString()
                                    .equals(run.asked().files().get(number)))
                            .map(FarmScript::name)
                            .findFirst()
                            .orElse(script);
        }

        private void put(Shard shard, String name, RanScript script) {
            scripts.put(List.of(shard.board(), name), new RanScript(name, script.tests(), script.took()));
        }

        /** A task that has left no run. */
        private void lost(Shard shard, String notRun) {
            String why = notRun != null
                    ? notRun
                    : "farm task " + shard.number() + " left no results" + lastWords(shard.log());
            shard.scripts()
                    .forEach(script -> scripts.putIfAbsent(
                            List.of(shard.board(), script.name()), RanScript.notRun(script.name(), why)));
            unmet = UnmetOptions.both(unmet, UnmetOptions.of(null));
        }

        FarmResults results() {
            List<OfBoard> boards = new ArrayList<>();
            asked.forEach((board, names) -> {
                RanBoard titled = titles.getOrDefault(board, RanBoard.notRun(board, began, List.of(), ""));
                List<RanScript> ran = new ArrayList<>();
                for (String name : names) {
                    RanScript script = scripts.get(List.of(board, name));
                    if (script != null) {
                        ran.add(script);
                    }
                }
                List<TaskFiles> tasks = files.getOrDefault(board, List.of());
                List<String> mixed = MixedRuns.ofTasks(tasks.stream()
                        .filter(task -> !task.names().isEmpty())
                        .map(TaskFiles::run)
                        .toList());
                boards.add(new OfBoard(
                        new RanBoard(titled.board(), titled.about(), began, ran).askedFor(board),
                        facts.getOrDefault(board, Map.of()),
                        tasks,
                        mixed));
            });
            return new FarmResults(boards, unmet == null ? UnmetOptions.of(null) : unmet, done);
        }

        private static String lastWords(Path log) {
            try {
                List<String> lines = Files.readAllLines(log).stream()
                        .filter(line -> !line.isBlank())
                        .toList();
                return lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1);
            } catch (IOException e) {
                return "";
            }
        }
    }
}
