package org.kvmsh.repl.shell;

import java.util.ArrayList;
import java.util.List;

/** What a guest printed on its console, as lines that a terminal can show between other lines. */
public final class ConsoleLines {
    /** More would push what the person has typed off a usual screen. */
    private static final int MOST = 12;
    /**
     * Escape sequences other than colors, and control characters other than tab, would move the cursor out of the line.
     */
    private static final String MOVES = "\u001b\\[[0-9;?]*[A-Za-ln-z]|\u001b[^\\[]|[\\x00-\\x08\\x0b-\\x1a\\x1c-\\x1f]";

    private ConsoleLines() {}

    /** The lines of a text. */
    static List<String> of(String text) {
        return text.lines().map(line -> line.replaceAll(MOVES, "")).toList();
    }

    /** The last lines of a text, after the number of those that are left out; empty for an empty text. */
    public static List<String> last(String text) {
        List<String> all = of(text);
        int left = all.size() - MOST;
        if (left <= 0) {
            return all;
        }
        List<String> lines = new ArrayList<>();
        lines.add("... " + left + (left == 1 ? " earlier line" : " earlier lines") + "; m.console has them");
        lines.addAll(all.subList(left, all.size()));
        return lines;
    }
}
