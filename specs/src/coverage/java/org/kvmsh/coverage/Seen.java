package org.kvmsh.coverage;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kvmsh.bindings.board.BoardKind;

/** What ran while the specs did: words, exits and errnos, each with the kinds of board and a spec for each kind. */
public final class Seen {
    private static final Map<String, Map<BoardKind, String>> FOUND = new TreeMap<>();
    private static volatile BoardKind kind;
    private static volatile String spec = "";

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
        if (on == null) {
            return;
        }
        synchronized (FOUND) {
            FOUND.computeIfAbsent(what, first -> new EnumMap<>(BoardKind.class)).putIfAbsent(on, spec);
        }
    }

    static Map<BoardKind, String> of(List<String> what) {
        Map<BoardKind, String> all = new EnumMap<>(BoardKind.class);
        synchronized (FOUND) {
            what.forEach(one -> FOUND.getOrDefault(one, Map.of()).forEach(all::putIfAbsent));
        }
        return all;
    }
}
