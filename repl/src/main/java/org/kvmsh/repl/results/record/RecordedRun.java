package org.kvmsh.repl.results.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.results.FailureNotes;
import org.kvmsh.repl.results.LineMembers;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;

/**
 * A run as its folder has it. Where the run was ended before its end, a test that had begun is an error, and what had
 * not begun did not run: nothing that has no line of its own has passed.
 *
 * @param texts what its scripts are made of
 * @param facts by board, what it told of itself; null of one that was not opened
 * @param isWhole whether the run reached its end
 * @param status its exit status then
 * @param unmet what it was told and did not meet then; null if it did not
 * @param done by board, what each script gave that need not run again when the run is resumed
 */
public record RecordedRun(
        Path folder,
        RunAsked asked,
        RunTexts texts,
        List<Map<String, Object>> facts,
        List<RanBoard> boards,
        boolean isWhole,
        int status,
        UnmetOptions unmet,
        List<List<RanScript>> done) {
    /** Whether no script has to run again. */
    public boolean isDone() {
        return boards.size() == done.size()
                && IntStream.range(0, boards.size())
                        .allMatch(i -> done.get(i).stream()
                                .map(RanScript::script)
                                .collect(Collectors.toSet())
                                .containsAll(boards.get(i).scripts().stream()
                                        .map(RanScript::script)
                                        .toList()));
    }

    /** The names by which its boards are asked for again. */
    public List<String> names() {
        return IntStream.range(0, boards.size()).mapToObj(this::asked).toList();
    }

    /** The name by which a board is asked for again: that of its title has its kind, and none of its settings. */
    public String asked(int board) {
        return boards.get(board).again();
    }

    /** What reports say of its failures. */
    public FailureNotes notes() {
        return new NotesOfRun(asked, folder, () -> facts);
    }

    /** The facts that a board told of itself; none of one that was not opened. */
    public Map<String, Object> facts(int board) {
        return board < facts.size() && facts.get(board) != null ? facts.get(board) : Map.of();
    }

    /** The results of a board's scripts that need not run again. */
    public List<RanScript> done(int board) {
        return board < done.size() ? done.get(board) : List.of();
    }

    /**
     * Reads a run's folder.
     *
     * @throws IOException whose message is a sentence: there is no run, or it is not as kvmsh writes it
     */
    public static RecordedRun read(Path folder) throws IOException {
        LineMembers run = asked(folder);
        try {
            return results(
                    folder,
                    RunAsked.read(run),
                    run.has(RunDescription.READ)
                            ? run.under(RunDescription.READ).textsByName()
                            : Map.of(),
                    run.has(RunDescription.FACTS) ? run.mapsOrNull(RunDescription.FACTS) : List.of());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(folder.resolve(RunRecord.RUN) + ": " + e.getMessage(), e);
        }
    }

    /** The request for the run of a directory, read without its results; null if there is no run. */
    static RunAsked askedOf(Path folder) {
        try {
            return RunAsked.read(asked(folder));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return null;
        }
    }

    private static LineMembers asked(Path folder) throws IOException {
        for (String name : List.of(RunRecord.RUN, RunRecord.RESULTS)) {
            if (!Files.isRegularFile(folder.resolve(name))) {
                throw new IOException(
                        folder + " is not a run's directory: it has no " + name + "; kvmsh test records runs");
            }
        }
        Path file = folder.resolve(RunRecord.RUN);
        try {
            return LineMembers.of(Json.facts(file, "kvmsh test writes it"));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static RecordedRun results(
            Path folder, RunAsked asked, Map<String, String> read, List<Map<String, Object>> facts) throws IOException {
        Path file = folder.resolve(RunRecord.RESULTS);
        String text = Files.readString(file);
        // What follows the last line's end was being written when the program was killed.
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        RunReading reading = new RunReading(folder, asked);
        for (int i = 0; i < lines.size(); i++) {
            try {
                reading.take(LineMembers.of(Json.value(lines.get(i))));
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new IOException(file + ":" + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return new RecordedRun(
                folder,
                asked,
                new RunTexts(asked.files(), asked.sums(), read),
                facts,
                new ArrayList<>(reading.boards()),
                reading.isWhole(),
                reading.status(),
                reading.unmet(),
                reading.done());
    }
}
