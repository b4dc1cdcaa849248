package org.kvmsh.repl.farm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RecordedRun;

/** How long scripts took in an earlier run; a script that it does not have is taken for one of a few seconds. */
final class ScriptTimes {
    private static final Duration UNKNOWN = Duration.ofSeconds(10);

    private final Map<List<String>, Duration> times = new HashMap<>();

    private ScriptTimes() { }

    /** Of the newest whole run beside a run's directory: nightly runs lie beside each other. */
    static ScriptTimes beside(Path run) {
        ScriptTimes times = new ScriptTimes();
        try (Stream<Path> others = Files.list(run.toAbsolutePath().getParent())) {
            others.filter(other -> !other.getFileName().equals(run.toAbsolutePath().getFileName())).map(ScriptTimes::read).filter(other -> other != null && other.isWhole())
                    .max(Comparator.<RecordedRun, Instant>comparing(other -> other.asked().began())).ifPresent(times::take);
        } catch (IOException e) {
            // The directory's own may not be readable: all times are unknown then.
            return times;
        }
        return times;
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
