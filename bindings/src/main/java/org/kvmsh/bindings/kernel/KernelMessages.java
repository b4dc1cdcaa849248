package org.kvmsh.bindings.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The kernel's log messages.
 *
 * @param errno why its log cannot be read, positive; 0 if it can, or where there is no kernel that logs
 * @param lines without their time
 * @param lost how often records were overwritten before they were read, since reading began; {@link #UNKNOWN} of an
 *     agent that does not tell
 */
public record KernelMessages(int errno, List<String> lines, long lost) {
    /** Nothing tells whether records were overwritten. */
    public static final long UNKNOWN = -1;
    /** The messages of something that is not a kernel. */
    public static final KernelMessages NONE = new KernelMessages(0, List.of(), 0);

    private static final Pattern ESCAPE = Pattern.compile("\\\\x([0-9a-f]{2})");

    /** Copies the lines. */
    public KernelMessages {
        lines = List.copyOf(lines);
    }

    /**
     * The lines of a record's text: /dev/kmsg escapes what is no printable ASCII, new lines within a message too
     * (kernel/printk/printk.c, msg_add_ext_text).
     *
     * @param text the record without its prefix
     */
    public static List<String> lines(String text) {
        return new ArrayList<>(ESCAPE.matcher(text)
                .replaceAll(hex -> plain((char) Integer.parseInt(hex.group(1), 16)))
                .lines()
                .toList());
    }

    private static String plain(char c) {
        return c == '\\' ? "\\\\" : c == '\n' || c >= ' ' && c < 0x7f ? String.valueOf(c) : " ";
    }
}
