package org.kvmsh.repl.results;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The calls of a test that differ between two runs, as a diff has them. */
final class CallDifferences {
    /** As many as are kept of a test that passed. */
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
    static List<String> of(List<String> before, List<String> now) {
        List<String> one = before.stream().limit(MOST).toList();
        List<String> other =
                now.stream().filter(line -> !line.startsWith(RULE)).limit(MOST).toList();
        List<String> keys = one.stream().map(CallDifferences::key).toList();
        List<String> otherKeys = other.stream().map(CallDifferences::key).toList();
        int[][] common = new int[one.size() + 1][other.size() + 1];
        for (int i = one.size() - 1; i >= 0; i--) {
            for (int j = other.size() - 1; j >= 0; j--) {
                common[i][j] = keys.get(i).equals(otherKeys.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < one.size() || j < other.size()) {
            if (i < one.size() && j < other.size() && keys.get(i).equals(otherKeys.get(j))) {
                i++;
                j++;
            } else if (j == other.size() || i < one.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add("-" + one.get(i++));
            } else {
                lines.add("+" + other.get(j++));
            }
        }
        return lines;
    }

    private static String key(String line) {
        return OF_THE_RUN.matcher(line).replaceAll("*");
    }
}
