package org.kvmsh.coverage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kvmsh.bindings.board.BoardKind;

/** What ran while the specs did: words, exits and errnos, each with the kinds of board and a spec for each kind. */
public final class Seen {
    private static final Seen HERE = new Seen();
    private static volatile BoardKind kind;
    private static volatile String spec = "";

    private final Map<String, Map<BoardKind, String>> found = new TreeMap<>();

    private Seen() { }

    static void spec(String name) {
        spec = name;
    }

    /** A text begins to run on a board. */
    public static void board(BoardKind of) {
        kind = of;
    }

    public static void word(String type, String name) {
        note("word " + type + " " + name);
    }

    public static void exit(String name) {
        note("exit " + name);
    }

    public static void errno(String call, String name) {
        note("errno " + call + " " + name);
    }

    private static void note(String what) {
        BoardKind on = kind;
        if (on != null) {
            HERE.add(what, on, spec);
        }
    }

    private synchronized void add(String what, BoardKind on, String by) {
        found.computeIfAbsent(what, first -> new EnumMap<>(BoardKind.class)).putIfAbsent(on, by);
    }

    synchronized Map<BoardKind, String> of(List<String> what) {
        Map<BoardKind, String> all = new EnumMap<>(BoardKind.class);
        what.forEach(one -> found.getOrDefault(one, Map.of()).forEach(all::putIfAbsent));
        return all;
    }

    /** Appends what this JVM saw to the file that the build's JVMs share, and writes the page of all that is in it: the JVM that ends last writes the whole. */
    static void write(Path shared, Path page) throws IOException {
        try (FileChannel channel = FileChannel.open(shared, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.lock();
            channel.write(ByteBuffer.wrap(HERE.lines().getBytes(StandardCharsets.UTF_8)), channel.size());
            Seen all = new Seen();
            for (String line : Files.readAllLines(shared)) {
                String[] columns = line.split("\t");
                all.add(columns[0], BoardKind.valueOf(columns[1]), columns[2]);
            }
            Files.writeString(page, CoveragePage.write(all));
        }
    }

    private synchronized String lines() {
        StringBuilder lines = new StringBuilder();
        found.forEach((what, kinds) -> kinds.forEach((on, by) -> lines.append(what).append('\t').append(on.name()).append('\t').append(by).append('\n')));
        return lines.toString();
    }
}
