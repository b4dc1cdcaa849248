package org.kvmsh.dsl.inspect;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.trace.TraceFile;
import org.kvmsh.bindings.trace.TracedCall;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Wildcard;
import org.kvmsh.dsl.text.Marked;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.dsl.word.Word;

/** Calls on a board, in order. */
public record Calls(TraceFile file, Abi abi) implements Marked, AsJson {
    private static final int SHOWN = 100;

    /** The calls that were saved to a file. */
    public static Calls saved(String name, Site site) {
        return CallFiles.read(name, site);
    }

    /** The calls whose names match a pattern: {@code *} matches any letters. */
    public Calls named(String pattern) {
        Pattern regex = Wildcard.of(pattern, Pattern.CASE_INSENSITIVE);
        return new Calls(
                new TraceFile(
                        file.board(),
                        file.table(),
                        file.forgotten(),
                        file.calls().stream()
                                .filter(call -> regex.matcher(call.name()).matches())
                                .toList()),
                abi);
    }

    @Word(value = "the calls, in order", example = "trace.all[0].name")
    public List<SeenCall> getAll() {
        return file.calls().stream().map(call -> new SeenCall(call, abi)).toList();
    }

    @Word(value = "the number of calls", example = "trace.size")
    public int getSize() {
        return file.calls().size();
    }

    @Word(value = "the board that the calls were made on, and its kind", example = "trace.board")
    public String getBoard() {
        return file.board();
    }

    @Word(
            value = "write the calls to a file; read it back with trace file: FILE",
            example = "trace.save '/tmp/bring-up.trace'")
    public void save(String name) {
        CallFiles.save(file, name);
    }

    @Word(
            value = "write a timeline of the calls as an HTML page for a browser: a lane for the calls, one for each"
                    + " vCPU, one for kernel events",
            example = "trace.timeline '/tmp/bring-up.html'")
    public void timeline(String name) {
        CallFiles.draw(this, name);
    }

    @Override
    public Object facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("board", getBoard());
        facts.put("forgotten", BigInteger.valueOf(file.forgotten()));
        facts.put("all", getAll());
        return facts;
    }

    @Override
    public List<MarkedLine> marked() {
        List<TracedCall> calls = file.calls();
        if (calls.isEmpty()) {
            return List.of(MarkedLine.of("no calls"));
        }
        long before = file.forgotten() + Math.max(0, calls.size() - SHOWN);
        List<MarkedLine> shown = new ArrayList<>();
        if (before != 0) {
            shown.add(MarkedLine.of("  ... (" + before + " earlier calls)"));
        }
        CallLines lines = new CallLines();
        calls.stream()
                .skip(Math.max(0, calls.size() - SHOWN))
                .map(call -> lines.marked(call.call(abi)))
                .forEach(shown::add);
        return shown;
    }

    @Override
    public String toString() {
        return marked().stream().map(MarkedLine::toString).collect(Collectors.joining("\n"));
    }
}
