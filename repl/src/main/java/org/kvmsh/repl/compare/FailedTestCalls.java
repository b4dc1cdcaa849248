package org.kvmsh.repl.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.trace.TraceFile;
import org.kvmsh.dsl.compare.Recording;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.RanTest;

/** The traces that a run has kept of its failed tests, by the tests' names. */
record FailedTestCalls(Map<String, Path> traces) implements CallSource {
    static FailedTestCalls of(List<RanBoard> boards) {
        Map<String, Path> traces = new LinkedHashMap<>();
        for (RanBoard board : boards) {
            for (RanScript script : board.scripts()) {
                for (RanTest test : script.tests()) {
                    Path trace = test.files() == null ? null : test.files().trace();
                    if (trace != null) {
                        traces.put(script.name(test) + (boards.size() == 1 ? "" : " on " + board.board()), trace);
                    }
                }
            }
        }
        return new FailedTestCalls(traces);
    }

    @Override
    public List<String> names() {
        return List.copyOf(traces.keySet());
    }

    @Override
    public String in(int count) {
        return " in " + Compared.counted(count, "test") + " that failed in both";
    }

    /** Counters and times differ in each run. */
    @Override
    public boolean isCounted() {
        return false;
    }

    @Override
    public Recording recording(String name) throws IOException {
        return Recording.of(TraceFile.read(traces.get(name)));
    }
}
