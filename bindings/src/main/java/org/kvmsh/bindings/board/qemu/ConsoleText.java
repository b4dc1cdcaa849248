package org.kvmsh.bindings.board.qemu;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;

/** The last lines that a board wrote to its console, and what of them tells why it died. */
final class ConsoleText {
    private static final int KEPT = 2000;
    private static final int SHOWN = 12;
    private static final int OOPS_SHOWN = 30;
    /** Sequences that move the cursor, of firmware mostly. */
    private static final Pattern ESCAPES = Pattern.compile("\\u001b\\[[0-9;?]*[A-Za-z]|\\u001b[c7-9=>]|[\\r\\u0000\\u0007]");
    /** How the kernels of all architectures begin to say that they are at an end. */
    private static final Pattern OOPS = Pattern.compile("BUG:|Oops|Kernel panic|Unable to handle kernel|Internal error:|general protection fault|kernel BUG at|Unrecoverable");

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

    /** From the first oops on; where there is none, the last lines. */
    List<String> telling() {
        List<String> all = new ArrayList<>(all());
        all.removeIf(String::isBlank);
        for (int i = 0; i < all.size(); i++) {
            if (OOPS.matcher(all.get(i)).find()) {
                return all.subList(i, Math.min(all.size(), i + OOPS_SHOWN));
            }
        }
        return all.subList(Math.max(0, all.size() - SHOWN), all.size());
    }
}
