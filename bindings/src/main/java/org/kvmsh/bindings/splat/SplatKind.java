package org.kvmsh.bindings.splat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One way in which a kernel reports its own fault: a row of {@code splats.tsv}.
 *
 * @param name WARNING, KASAN, oops
 * @param oops whether the kernel can no longer be trusted after it
 * @param late whether it only reports that something took too long
 * @param joins whether the line continues an oops that the lines before it began
 * @param taints the letters of the taints that such a report may set
 * @param line pattern of the line
 * @param title short form of the line, with the groups of its pattern
 * @param source the kernel's functions that print it
 */
record SplatKind(
        String name,
        boolean oops,
        boolean late,
        boolean joins,
        String taints,
        Pattern line,
        String title,
        String source) {
    /** The title of a line of this kind; null for any other line. */
    String titleOf(String text) {
        Matcher matcher = line.matcher(text);
        return matcher.matches() ? matcher.replaceFirst(title).strip() : null;
    }
}
