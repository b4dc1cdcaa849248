package org.kvmsh.repl.farm;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.record.RecordedRun;

/** The times that scripts took in an earlier run; a script that it does not have is assumed to take a few seconds. */
final class ScriptTimes {
    private static final Duration UNKNOWN = Duration.ofSeconds(10);

    private final Map<List<String>, Duration> times = new HashMap<>();

    private ScriptTimes() {}

    /** The times of the newest whole run beside a run's directory: nightly runs lie beside each other. */
    static ScriptTimes beside(Path run) {
        ScriptTimes times = new ScriptTimes();
        for (Path other : newestFirst(run.toAbsolutePath())) {
            RecordedRun before = read(other);
            if (before != null && before.isWhole()) {
                times.take(before);
                return times;
            }
        }
        return times;
    }

    /** The other runs in its directory; none if that cannot be read. */
    private static List<Path> newestFirst(Path run) {
        Map<Path, Instant> began = new HashMap<>();
        try (DirectoryStream<Path> others = Files.newDirectoryStream(run.getParent())) {
            for (Path other : others) {
                Instant of = other.getFileName().equals(run.getFileName()) ? null : RecordedRun.began(other);
                if (of != null) {
                    began.put(other, of);
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return began.keySet().stream()
                .sorted(Comparator.comparing(began::get).reversed())
                .toList();
    }

    private static RecordedRun read(Path folder) {
        try {
            return RecordedRun.read(folder);
        } catch (IOException e) {
            return null;
        }
    }

    private void take(RecordedRun run) {
        for (int i = 0; i < run.boards().size() && i < run.asked().boards().size(); i++) {
            RanBoard board = run.boards().get(i);
            for (RanScript script : board.scripts()) {
                if (!script.took().isZero()) {
                    times.put(List.of(run.asked().boards().get(i), script.script()), script.took());
                }
            }
        }
    }

    Duration of(String board, String script) {
        return times.getOrDefault(List.of(board, script), UNKNOWN);
    }
}
