package org.kvmsh.bindings.code;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Assembled code: bytes for one address, and their source lines. */
public final class Assembled {
    /** A line of the text with the first of its bytes. */
    record Line(int offset, String text) {}

    private final CodeMode mode;
    private final long origin;
    private final byte[] bytes;
    private final List<Line> lines;
    private final Map<String, Long> labels;

    /**
     * Code that was assembled.
     *
     * @param lines in the order of their bytes
     * @param labels of the section of code, with their addresses
     */
    Assembled(CodeMode mode, long origin, byte[] bytes, List<Line> lines, Map<String, Long> labels) {
        this.mode = mode;
        this.origin = origin;
        this.bytes = bytes.clone();
        this.lines = List.copyOf(lines);
        this.labels = Map.copyOf(labels);
    }

    /** The addresses of the text's labels. */
    public Map<String, Long> labels() {
        return labels;
    }

    public CodeMode mode() {
        return mode;
    }

    /** The address that it was assembled for. */
    public long origin() {
        return origin;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public String toString() {
        Listing listing = new Listing();
        for (int i = 0; i < lines.size(); i++) {
            int from = lines.get(i).offset();
            int to = i + 1 < lines.size() ? lines.get(i + 1).offset() : bytes.length;
            if (to > from) {
                listing.row(
                        origin + from,
                        Arrays.copyOfRange(bytes, from, to),
                        lines.get(i).text());
            }
        }
        return listing.toString();
    }
}
