package org.kvmsh.repl.bringup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardFacts;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.repl.abi.FactsFile;
import org.kvmsh.repl.inspect.Beside;
import org.kvmsh.repl.results.RanBoard;
import org.kvmsh.repl.results.RanScript;
import org.kvmsh.repl.results.record.RecordedRun;

/**
 * The board that a new one is compared with: its facts, and the results of a run.
 *
 * @param board its name; null for no reference
 * @param values of its capabilities
 * @param scripts by name, empty for facts alone
 */
record Reference(
        String board,
        boolean isReal,
        String release,
        int pageSize,
        Map<String, Integer> values,
        Map<String, RanScript> scripts)
        implements Beside {
    static final Reference NONE = new Reference(null, false, null, 0, Map.of(), Map.of());

    /** The most names of capabilities in a line. */
    private static final int NAMED = 6;

    /**
     * Reads it.
     *
     * @param path the directory of a kept run, whose first board it is, or a file of facts
     * @throws IOException whose message is a sentence
     */
    static Reference read(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            FactsFile facts = FactsFile.read(path);
            return new Reference(
                    facts.name(),
                    facts.kind() == BoardKind.REAL,
                    facts.release(),
                    facts.pageSize(),
                    facts.capabilities(),
                    Map.of());
        }
        RecordedRun run = RecordedRun.read(path);
        if (run.boards().isEmpty() || run.facts(0).isEmpty()) {
            throw new IOException(path + " has no facts: the run ended before the board was opened");
        }
        RanBoard board = run.boards().get(0);
        Map<String, RanScript> scripts = new HashMap<>();
        board.scripts().forEach(script -> scripts.put(script.script(), script));
        Map<String, Object> facts = run.facts(0);
        Map<String, Integer> capabilities = new HashMap<>();
        if (facts.get("capabilities") instanceof Map<?, ?> all) {
            all.forEach((name, value) -> capabilities.put(name.toString(), ((Number) value).intValue()));
        }
        return new Reference(
                board.name(),
                BoardKind.REAL.toString().equals(facts.get("kind")),
                (String) facts.get("kernel"),
                facts.get("pageSize") instanceof Number size ? size.intValue() : 0,
                capabilities,
                scripts);
    }

    /** A board that is open: its kernel and its capabilities, without results. */
    static Reference of(Board board) {
        return new Reference(
                board.name(),
                board.kind() == BoardKind.REAL,
                board.kernel().release(),
                board.kernel().pageSize(),
                BoardFacts.capabilities(board.kernel().abi(), board.kvm()),
                Map.of());
    }

    /** What it has in a line's place; empty without a reference. */
    private String beside(String value) {
        return board == null || value == null ? "" : "; " + board + ": " + value;
    }

    @Override
    public String kernel() {
        return beside(release == null ? null : "Linux " + release + ", " + pageSize / 1024 + " KB pages");
    }

    /** Its capabilities that another board lacks, or has another value of. */
    @Override
    public String capabilities(Map<?, ?> others) {
        List<String> missing = new ArrayList<>();
        List<String> different = new ArrayList<>();
        new TreeMap<>(values).forEach((name, value) -> {
            Object other = others.get(name);
            if (other == null) {
                missing.add(name);
            } else if (!value.equals(other)) {
                different.add(name + " (" + other + " here, " + value + " there)");
            }
        });
        return beside(values.size()
                + (missing.isEmpty() && different.isEmpty() ? ", same values" : "")
                + some("; missing here: ", missing)
                + some("; different: ", different));
    }

    private static String some(String what, List<String> names) {
        return names.isEmpty()
                ? ""
                : what
                        + String.join(", ", names.subList(0, Math.min(NAMED, names.size())))
                        + (names.size() > NAMED ? " and " + (names.size() - NAMED) + " more" : "");
    }

    /** A script's result on it, with its time if the board is real. */
    String scriptBeside(String name) {
        RanScript script = scripts.get(name);
        return script == null ? "" : beside(script.counts().inWords() + (isReal ? ", " + millis(script.took()) : ""));
    }

    static String millis(Duration took) {
        return took.toMillis() + " ms";
    }
}
