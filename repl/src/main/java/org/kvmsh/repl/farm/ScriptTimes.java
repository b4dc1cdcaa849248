package org.kvmsh.repl.farm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.record.RecordedRun;
import org.kvmsh.repl.results.record.RunBeside;

/** The times that scripts took in an earlier run; a script that it does not have is assumed to take a few seconds. */
final class ScriptTimes {
    private static final Duration UNKNOWN = Duration.ofSeconds(10);

    private final Map<List<String>, Duration> times = new HashMap<>();

    private ScriptTimes() {}

    /** The times of the newest whole run beside a run's directory: nightly runs lie beside each other. */
    static ScriptTimes beside(Path run) {
        ScriptTimes times = new ScriptTimes();
        for (RunBeside other : RunBeside.of(run)) {
            RecordedRun before = other.read();
            if (before != null && before.isWhole()) {
                times.take(before);
                return times;
            }
        }
        return times;
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
