package org.kvmsh.bindings.trace;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;

/**
 * Calls in a file, a line each; docs/trace.md is the format. It has all that was kept of them, so that they can be read
 * back as they were.
 *
 * @param board the board's name with its kind
 * @param table the table of its headers
 * @param forgotten how many calls there were before these
 */
public record TraceFile(String board, String table, long forgotten, List<TracedCall> calls) {
    /** The beginning of such a file. */
    public static final String FIRST = "kvmsh trace ";

    private static final int VERSION = 3;
    /** Version 1 has less information about a call's origin; both lack how long calls took. */
    private static final List<Integer> OLDER = List.of(1, 2);

    private static final String BOARD = "board";
    private static final String TABLE = "table";
    private static final String FORGOTTEN = "forgotten";

    public TraceFile {
        calls = List.copyOf(calls);
    }

    /** The board's name without its kind. */
    public String boardName() {
        return board.replaceFirst(" .*", "");
    }

    /**
     * Writes a file, replacing an existing one.
     *
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(FIRST + VERSION + "\n");
            out.write(BOARD + " " + board + "\n");
            out.write(TABLE + " " + table + "\n");
            out.write(FORGOTTEN + " " + forgotten + "\n");
            Map<Integer, byte[]> left = new HashMap<>();
            for (TracedCall call : calls) {
                out.write(TraceLine.of(call, left.get(call.fd())) + "\n");
                left(call, left);
            }
        }
    }

    /** The content of a vCPU's kvm_run after a KVM_RUN, with which the next one is displayed. */
    private static void left(TracedCall call, Map<Integer, byte[]> left) {
        if (call.name().equals(TracedCall.RUN) && !call.memory().isEmpty()) {
            left.put(call.fd(), call.memory().get(0).out());
        }
    }

    /**
     * Reads a trace.
     *
     * @throws IOException if the file cannot be read or is no trace; the message has the line
     */
    public static TraceFile read(Path file) throws IOException {
        List<String> lines = TraceLines.read(file, FIRST);
        if (!lines.get(0).equals(FIRST + VERSION)
                && OLDER.stream().noneMatch(older -> lines.get(0).equals(FIRST + older))) {
            throw new IOException(file + ":1: trace version " + lines.get(0).substring(FIRST.length())
                    + " is not supported; this kvmsh reads versions "
                    + OLDER.stream().map(String::valueOf).collect(Collectors.joining(", ")) + " and " + VERSION);
        }
        Map<String, String> head = new HashMap<>(Map.of(BOARD, "", TABLE, "", FORGOTTEN, "0"));
        List<TracedCall> calls = new ArrayList<>();
        Map<Integer, byte[]> left = new HashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            String line = lines.get(i);
            String[] words = line.split(" ", 2);
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            try {
                if (head.containsKey(words[0]) && words.length == 2) {
                    head(head, words[0], words[1]);
                    continue;
                }
                TracedCall call = TraceLine.read(line, left::get);
                calls.add(call);
                left(call, left);
            } catch (NoTable e) {
                throw new IOException(file + ":" + (i + 1) + ": " + e.getMessage(), e);
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new IOException(
                        file + ":" + (i + 1) + ": not a trace line: "
                                + line.substring(0, Math.min(line.length(), 80)).replaceAll("\\p{Cntrl}", "?"),
                        e);
            }
        }
        if (head.get(TABLE).isEmpty()) {
            throw new IOException(file + " has no 'table NAME' line, which names the ABI table of its board's headers");
        }
        return new TraceFile(head.get(BOARD), head.get(TABLE), Long.parseLong(head.get(FORGOTTEN)), calls);
    }

    private static void head(Map<String, String> head, String name, String value) {
        if (name.equals(TABLE) && !Abi.tables().contains(value)) {
            throw new NoTable(value);
        }
        if (name.equals(FORGOTTEN) && Long.parseLong(value) < 0) {
            throw new IllegalArgumentException(value);
        }
        head.put(name, value);
    }

    /** A board whose headers this kvmsh does not know. */
    private static final class NoTable extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        NoTable(String table) {
            super("this kvmsh has no ABI table for the kernel headers of the board that the trace was recorded on: "
                    + table);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TraceFile file
                && board.equals(file.board)
                && table.equals(file.table)
                && forgotten == file.forgotten
                && Arrays.equals(texts(), file.texts());
    }

    private Object[] texts() {
        return calls.stream().map(call -> TraceLine.of(call, null)).toArray();
    }

    @Override
    public int hashCode() {
        return 31 * board.hashCode() + calls.size();
    }
}
