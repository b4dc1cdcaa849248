package org.kvmsh.repl.results;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.repl.abi.Json;

/**
 * A run as its folder has it. Where the run was ended before its end, a test that had begun is an error, and what had not begun did not run:
 * nothing that has no line of its own has passed.
 *
 * @param isWhole whether the run reached its end
 */
public record RecordedRun(RunAsked asked, List<RanBoard> boards, boolean isWhole) {
    static final String ENDED = "the run was ended";

    /**
     * Reads a run's folder.
     *
     * @throws IOException whose message is a sentence: there is no run, or it is not as kvmsh writes it
     */
    public static RecordedRun read(Path folder) throws IOException {
        Path file = folder.resolve(RunRecord.RUN);
        if (!Files.isRegularFile(file)) {
            throw new IOException(folder + " is not a run's directory: it has no " + RunRecord.RUN + "; kvmsh test --run makes one");
        }
        try {
            RunAsked asked = RunAsked.read(LineMembers.of(Json.facts(file, "; kvmsh test --run writes it")));
            return results(asked, folder.resolve(RunRecord.RESULTS));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    private static RecordedRun results(RunAsked asked, Path file) throws IOException {
        String text = Files.readString(file);
        // What follows the last line's end was being written when the program was killed.
        List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        RunReading reading = new RunReading(asked);
        for (int i = 0; i < lines.size(); i++) {
            try {
                reading.take(LineMembers.of(Json.value(lines.get(i))));
            } catch (IllegalArgumentException | DateTimeException e) {
                throw new IOException(file + ":" + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return new RecordedRun(asked, new ArrayList<>(reading.boards()), reading.isWhole());
    }
}
