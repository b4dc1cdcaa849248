package org.kvmsh.bindings.board.qemu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.kvmsh.bindings.splat.SplatTable;

/** The last lines of a board's console, and the ones that show why it died. */
final class ConsoleText {
    private static final int KEPT = 20_000;
    private static final int SHOWN = 12;
    private static final int OOPS_SHOWN = 30;
    /** Sequences that move the cursor, of firmware mostly. */
    private static final Pattern ESCAPES =
            Pattern.compile("\\u001b\\[[0-9;?]*[A-Za-z]|\\u001b[c7-9=>]|[\\r\\u0000\\u0007]");

    /** A warning that QEMU prints about its processor model at each start; not a message of the board. */
    private static final Pattern WARNING = Pattern.compile("qemu-system-\\S+: warning: .*");

    private static final Pattern UNPRINTABLE = Pattern.compile("[^ -~]");

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        lines.add(ESCAPES.matcher(line).replaceAll("").stripTrailing());
        if (lines.size() > KEPT) {
            lines.remove();
        }
    }

    synchronized List<String> all() {
        return List.copyOf(lines);
    }

    /** The last line that tells something, as one that can be shown on any terminal; empty if there is none. */
    synchronized String last() {
        for (Iterator<String> latest = lines.descendingIterator(); latest.hasNext(); ) {
            String line = latest.next();
            if (!line.isBlank() && !WARNING.matcher(line).matches()) {
                return UNPRINTABLE.matcher(line).replaceAll(" ").strip();
            }
        }
        return "";
    }

    /** The lines from the first oops on, or the last lines if there was no oops; QEMU's warnings are left out. */
    List<String> telling() {
        List<String> all = new ArrayList<>(all());
        all.removeIf(line -> line.isBlank() || WARNING.matcher(line).matches());
        for (int i = 0; i < all.size(); i++) {
            if (SplatTable.tellsOops(all.get(i))) {
                return all.subList(i, Math.min(all.size(), i + OOPS_SHOWN));
            }
        }
        return all.subList(Math.max(0, all.size() - SHOWN), all.size());
    }
}
