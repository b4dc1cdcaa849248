package org.kvmsh.repl.results;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The calls of a test that differ between two runs, as a diff has them. */
public final class CallDifferences {
    /** The most calls that are compared: as many as are kept of a test that passed. */
    private static final int MOST = 200;
    /** Differs in each run: addresses of the board's user space, and descriptors. */
    private static final Pattern OF_THE_RUN =
            Pattern.compile("(?<=userspace_addr: )0x[0-9a-f]+|(?<=\\bfd:? )\\d+|(?<=KVM_CREATE_(VM|VCPU)\\b.{0,40} ="
                    + " )\\d+$|(?<=\\beventfd .{0,20}= )\\d+$");

    private static final String RULE = "          ";

    private CallDifferences() {}

    /**
     * The lines that only one of them has: with - those of the earlier run, with + those of the later one, in order.
     *
     * @param now may have rules below its calls
     */
    public static List<String> of(List<String> before, List<String> now) {
        List<String> one = before.stream().limit(MOST).toList();
        List<String> other =
                now.stream().filter(line -> !line.startsWith(RULE)).limit(MOST).toList();
        List<String> lines = new ArrayList<>();
        for (AbstractDelta<String> delta :
                DiffUtils.diff(keys(one), keys(other)).getDeltas()) {
            lines(lines, "-", one, delta.getSource());
            lines(lines, "+", other, delta.getTarget());
        }
        return lines;
    }

    private static List<String> keys(List<String> lines) {
        return lines.stream()
                .map(line -> OF_THE_RUN.matcher(line).replaceAll("*"))
                .toList();
    }

    private static void lines(List<String> to, String mark, List<String> calls, Chunk<String> differing) {
        calls.subList(differing.getPosition(), differing.getPosition() + differing.size())
                .forEach(call -> to.add(mark + call));
    }
}
