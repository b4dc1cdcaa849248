package org.kvmsh.repl.results;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The last exits of a test that differ between two runs: another reason, another value given to the guest. */
public final class ExitDifferences {
    /** The most exits of each VM that are compared: as many as are kept of a test that passed. */
    public static final int MOST = 32;

    private static final Pattern VM = Pattern.compile("VM \\d+ of \\d+:");
    /** The exit's number in its run, which shifts with each exit before. */
    private static final Pattern NUMBER = Pattern.compile("^\\d+ ");

    private ExitDifferences() {}

    /**
     * The lines that only one of them has: with - those of the earlier run, with + those of the later one, in order.
     *
     * @param before null if they are not known: nothing is compared
     */
    public static List<String> of(List<String> before, List<String> now) {
        if (before == null) {
            return List.of();
        }
        List<String> one = last(before);
        List<String> other = last(now);
        List<String> lines = new ArrayList<>();
        for (AbstractDelta<String> delta : DiffUtils.diff(one, other).getDeltas()) {
            lines(lines, "-  ", delta.getSource());
            lines(lines, "+  ", delta.getTarget());
        }
        return lines;
    }

    /** The last exits of each VM, without their numbers. */
    private static List<String> last(List<String> lines) {
        List<String> last = new ArrayList<>();
        int first = 0;
        for (String line : lines) {
            if (VM.matcher(line).matches()) {
                last.add(line);
                first = last.size();
            } else {
                last.add(NUMBER.matcher(line).replaceFirst(""));
                if (last.size() - first > MOST) {
                    last.remove(first);
                }
            }
        }
        return last;
    }

    private static void lines(List<String> to, String mark, Chunk<String> differing) {
        differing.getLines().forEach(line -> to.add(mark + line));
    }
}
