package org.kvmsh.repl.compare;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.bindings.trace.TraceFile;
import org.kvmsh.repl.abi.FactsFile;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.results.record.MixedRuns;
import org.kvmsh.repl.results.record.RecordedRun;

/** Sides that are in a file or a directory. */
public final class SavedSide {
    private SavedSide() {}

    /**
     * Whether a name is that of a file or a directory, and not of a board, which wins: {@code ./kvm} is a directory.
     *
     * @throws NoSuchBoard if it is neither
     */
    public static boolean isNamed(Boards boards, String name) throws NoSuchBoard {
        try {
            boards.check(name);
            return false;
        } catch (NoSuchBoard e) {
            if (Files.exists(Path.of(name)) || name.contains("/") && !name.contains(":")) {
                return true;
            }
            throw new NoSuchBoard(e.getMessage() + "; there is no file or directory with this name either");
        }
    }

    /** @throws IOException whose message is a sentence: there is nothing that can be compared */
    public static Side read(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            RecordedRun run = RecordedRun.read(path);
            List<String> mixed = MixedRuns.of(List.of(run));
            if (!mixed.isEmpty()) {
                throw new IOException(path + " cannot be compared: " + String.join("; ", mixed));
            }
            return new RunSide(path.toString(), run.boards(), run.facts(), run.texts());
        }
        if (!Files.isReadable(path)) {
            throw new IOException("cannot read " + path + (Files.exists(path) ? "" : ": no such file or directory"));
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(path)) {
            start = in.readNBytes(TraceFile.FIRST.length());
        }
        String text = new String(start, StandardCharsets.UTF_8);
        if (text.equals(TraceFile.FIRST)) {
            return new TraceSide(path.toString(), TraceFile.read(path));
        }
        if (text.stripLeading().startsWith("{")) {
            return facts(path);
        }
        throw new IOException(path
                + " cannot be compared: expected a board, a run's directory, a trace (trace.save 'FILE') or"
                + " facts (kvmsh boards facts)");
    }

    @SuppressWarnings("unchecked")
    private static Side facts(Path path) throws IOException {
        FactsFile.read(path);
        // An object, or it would not have been read.
        return new FactsSide(path.toString(), (Map<String, Object>) Json.facts(path, ""));
    }
}
