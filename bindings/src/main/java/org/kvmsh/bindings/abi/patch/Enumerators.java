package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.bindings.abi.Abi;

/** Enum constants that a patch adds in the middle of an enum: they count on from one that the ABI knows. */
final class Enumerators {
    private static final Pattern LINE = Pattern.compile("\\s*(\\w+)\\s*(?:=\\s*(\\w+)\\s*)?,?\\s*(?:\\}\\s*;)?\\s*");
    /** The first line of the enum, where the hunk ends before its last. */
    private static final Pattern OPEN = Pattern.compile("\\s*(?:typedef\\s+)?enum\\b\\s*\\w*\\s*\\{\\s*");

    private static final Pattern CLOSE = Pattern.compile("\\s*\\}.*");
    /** The number of the constants, which each new one raises. */
    private static final Pattern COUNT = Pattern.compile("\\w+_(?:MAX|COUNT|LAST|NR)");

    private static final Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,8}|0[xX]\\p{XDigit}{1,8}");

    private Enumerators() {}

    /**
     * Replaces each added line by a separate enum, and each line behind it that the added ones move; false if the lines
     * are not an enum's, or if no earlier line has the value to count from.
     */
    static boolean continued(
            Code code, int first, int last, Abi over, boolean[] keep, String[] instead, List<String> warnings) {
        Long next = null;
        // Whether the hunk shows the number to count from: later kernels may have moved what follows it.
        boolean shown = false;
        // Those added directly before, and the newest one that they moved.
        int added = 0;
        String lastMoved = null;
        String[] found = new String[code.size()];
        List<String> others = new ArrayList<>();
        for (int i = first; i <= last; i++) {
            String text = code.texts().get(i);
            if (!code.added(i) && OPEN.matcher(text).matches()) {
                next = 0L;
                shown = true;
                continue;
            }
            if (CLOSE.matcher(text).matches()) {
                lastMoved = null;
                continue;
            }
            if (code.isDirective(i) || code.isBlank(i)) {
                continue;
            }
            Matcher line = LINE.matcher(text);
            if (text.length() > 200 || !line.matches()) {
                return false;
            }
            shown |= line.group(2) != null;
            Long value = value(line, next, over, shown || code.added(i));
            shown &= value != null;
            if (code.added(i)) {
                if (value == null) {
                    return false;
                }
                found[i] = declared(line.group(1), value);
                added++;
            } else if (added > 0 && isMoved(line, next, added, over)) {
                value = next;
                lastMoved = line.group(1);
                found[i] = declared(lastMoved, value);
            } else if (value != null
                    && !COUNT.matcher(line.group(1)).matches()
                    && over.hasConstant(line.group(1))
                    && over.constant(line.group(1)) != value) {
                added = 0;
                others.add("line " + code.number(i) + ": " + line.group(1) + " is " + value
                        + " in the patch's context and " + over.constant(line.group(1)) + " in the ABI of "
                        + over.table());
            } else {
                added = 0;
            }
            next = value == null ? null : value + 1;
        }
        if (lastMoved != null) {
            warnings.add("the patch also moves the enumerators after " + lastMoved
                    + " that it does not show; they keep their values of the ABI of " + over.table());
        }
        for (int i = first; i <= last; i++) {
            if (found[i] != null) {
                keep[i] = true;
                instead[i] = found[i];
            }
        }
        others.stream().filter(warning -> !warnings.contains(warning)).forEach(warnings::add);
        return true;
    }

    private static String declared(String name, long value) {
        return "enum { " + name + " = " + value + " };";
    }

    /** Whether an enumerator has no value of its own, and the one that it had before the added ones. */
    private static boolean isMoved(Matcher line, Long next, int added, Abi over) {
        return line.group(2) == null
                && next != null
                && over.hasConstant(line.group(1))
                && over.constant(line.group(1)) == next - added;
    }

    /** @param counted whether the value follows from the line before, not from the ABI */
    private static Long value(Matcher line, Long next, Abi over, boolean counted) {
        String given = line.group(2);
        if (given != null) {
            return NUMBER.matcher(given).matches()
                    ? Long.decode(given)
                    : over.hasConstant(given) ? over.constant(given) : null;
        }
        return !counted && over.hasConstant(line.group(1)) ? Long.valueOf(over.constant(line.group(1))) : next;
    }
}
