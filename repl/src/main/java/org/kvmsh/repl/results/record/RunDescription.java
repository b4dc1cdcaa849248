package org.kvmsh.repl.results.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.splat.LogState;
import org.kvmsh.repl.abi.Json;

/**
 * The content of {@code run.json} for a run that goes on: what was asked for, what the scripts are made of, and what
 * the boards told of themselves.
 */
final class RunDescription {
    static final String FACTS = "facts";
    static final String READ = "read";

    /** Null of a run that is not kept. */
    private final Path folder;

    private final RunAsked asked;
    private final RunTexts texts;
    /** The facts that each board told when it was opened; null of one that was not opened. */
    private final List<Map<String, Object>> facts;
    /** The text that the file has; empty before it is written. */
    private String written = "";

    private RunDescription(Path folder, RunAsked asked, RunTexts texts, List<Map<String, Object>> facts) {
        this.folder = folder;
        this.asked = asked;
        this.texts = texts;
        this.facts = new ArrayList<>(facts);
    }

    static RunDescription notKept() {
        return new RunDescription(null, null, new RunTexts(List.of(), List.of(), Map.of()), List.of());
    }

    /** That of a run that begins. */
    static RunDescription of(Path folder, RunAsked asked) {
        return new RunDescription(folder, asked, new RunTexts(asked.files(), asked.sums(), Map.of()), List.of());
    }

    /** That of a run that goes on. */
    static RunDescription of(Path folder, RecordedRun before) {
        return new RunDescription(folder, before.asked(), before.texts(), before.facts());
    }

    RunTexts texts() {
        return texts;
    }

    List<Map<String, Object>> facts() {
        return new ArrayList<>(facts);
    }

    /**
     * A board tells of itself.
     *
     * @return why it gives no results of this run: it runs another kernel than before; null if it does not
     */
    String tells(int board, Map<String, Object> told) {
        while (facts.size() <= board) {
            facts.add(null);
        }
        Map<String, Object> before = facts.get(board);
        facts.set(board, BoardsKernel.kept(before, told));
        return BoardsKernel.other(before, told);
    }

    /** The state of a board's kernel log, if the board told of itself. */
    void kernelLog(int board, LogState state) {
        if (board < facts.size() && facts.get(board) != null) {
            facts.set(board, KernelLogFact.with(facts.get(board), state));
        }
    }

    /** Writes what the file does not have. */
    void write() throws IOException {
        if (folder == null) {
            return;
        }
        Map<String, Object> all = new LinkedHashMap<>(asked.facts());
        all.put(READ, texts.read());
        all.put(FACTS, facts);
        String text = Json.of(all) + "\n";
        if (!text.equals(written)) {
            Path half = folder.resolve(RunRecord.RUN + RunRecord.NEW);
            Files.writeString(half, text);
            Files.move(
                    half,
                    folder.resolve(RunRecord.RUN),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            written = text;
        }
    }
}
