package org.kvmsh.bindings.board.lab;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A console's log, which is read while it grows. */
final class GrowingLog {
    private static final int END = 1 << 10;
    /** The most bytes that are read of a log: more than a boot prints. */
    private static final int MOST = 1 << 21;

    private GrowingLog() {}

    /** A colon and the last line; empty for an empty log. */
    static String lastLine(Path file) {
        List<String> lines = read(file, 0, END)
                .lines()
                .map(line -> line.replaceAll("\\p{Cntrl}", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        return lines.isEmpty() ? "" : ": " + lines.get(lines.size() - 1);
    }

    /** The last lines from a byte on. */
    static List<String> lines(Path file, long from) {
        return text(file, from).lines().toList();
    }

    /** The last of what there is from a byte on. */
    static String text(Path file, long from) {
        return read(file, from, MOST);
    }

    private static String read(Path file, long from, int most) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long begin = Math.max(from, in.length() - most);
            byte[] end = new byte[(int) Math.max(0, in.length() - begin)];
            in.seek(begin);
            in.readFully(end);
            return new String(end, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
