package org.kvmsh.dsl.inspect;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.text.WriteFailure;
import org.kvmsh.bindings.trace.TraceFile;
import org.kvmsh.bindings.trace.TracedCall;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.ScriptError;
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
        try {
            TraceFile read = TraceFile.read(Path.of(name));
            return new Calls(read, Abi.of(read.table()));
        } catch (IOException | InvalidPathException e) {
            throw new ScriptError(site, "the trace cannot be read: " + e.getMessage(), e);
        }
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
        write(name, file::write);
    }

    @Word(
            value =
                    "write the calls over time to an HTML page: a lane for each vCPU with its KVM_RUNs and the time outside"
                            + " of them; open it in a browser",
            example = "trace.timeline '/tmp/bring-up.html'")
    public void timeline(String name) {
        write(name, path -> Files.writeString(path, new Timeline(file, abi).page()));
    }

    /** Writes a file whole. */
    private interface Writing {
        void to(Path path) throws IOException;
    }

    private static void write(String name, Writing writing) {
        try {
            writing.to(Path.of(name));
        } catch (IOException | InvalidPathException e) {
            throw new ScriptError(
                    Site.UNKNOWN, "the trace cannot be written to " + name + ": " + WriteFailure.why(e), e);
        }
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
