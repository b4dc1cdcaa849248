package org.kvmsh.repl.compare;

import java.util.List;
import org.kvmsh.bindings.trace.TraceFile;
import org.kvmsh.dsl.compare.Recording;
import org.kvmsh.dsl.compare.TracedFacts;
import org.kvmsh.repl.results.RanBoard;

/** A file that {@code trace.save} has written. */
record TraceSide(String file, TraceFile trace) implements Side, CallSource {
    /** A trace is one session: its calls have no name of a script or test. */
    private static final String CALLS = "";

    @Override
    public String title() {
        return file + ", a trace of " + trace.calls().size() + " calls on " + trace.board()
                + (trace.forgotten() == 0 ? "" : ", without the first " + trace.forgotten());
    }

    @Override
    public List<String> boards() {
        return List.of(trace.boardName());
    }

    @Override
    public Held<List<ToldFacts>> facts() {
        return Held.of(List.of(new ToldFacts(TracedFacts.of(trace), ToldFacts.Source.TRACE)));
    }

    @Override
    public Held<List<RanBoard>> results() {
        return Held.none("a trace");
    }

    @Override
    public Held<CallSource> calls() {
        return Held.of(this);
    }

    @Override
    public List<String> names() {
        return List.of(CALLS);
    }

    @Override
    public String in(int count) {
        return "";
    }

    @Override
    public Recording recording(String name) {
        return Recording.of(trace);
    }
}
