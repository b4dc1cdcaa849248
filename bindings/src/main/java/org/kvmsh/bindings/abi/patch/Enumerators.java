package org.kvmsh.bindings.abi.patch;

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
    private static final Pattern DECIMAL = Pattern.compile("0|[1-9]\\d{0,8}");

    private Enumerators() {}

    /**
     * Replaces each added line by a separate enum, and each line behind it that the added ones move; false if the lines
     * are not an enum's, or if no earlier line has the value to count from.
     */
    static boolean continued(
            Code code, int first, int last, Abi over, boolean[] keep, String[] instead, List<String> warnings) {
        Long next = null;
        int moved = 0;
        String lastMoved = null;
        String[] found = new String[code.size()];
        for (int i = first; i <= last; i++) {
            String text = code.texts().get(i);
            if (CLOSE.matcher(text).matches()) {
                lastMoved = null;
            }
            if (code.isDirective(i)
                    || code.isBlank(i)
                    || CLOSE.matcher(text).matches()
                    || !code.added(i) && OPEN.matcher(text).matches()) {
                continue;
            }
            Matcher line = LINE.matcher(text);
            if (text.length() > 200 || !line.matches()) {
                return false;
            }
            Long value = value(line, next, over, code.added(i));
            if (code.added(i)) {
                if (value == null) {
                    return false;
                }
                found[i] = declared(line.group(1), value);
                moved++;
            } else if (moved > 0 && isMoved(line, next, moved, over)) {
                value = next;
                lastMoved = line.group(1);
                found[i] = declared(lastMoved, value);
            } else {
                moved = 0;
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

    private static Long value(Matcher line, Long next, Abi over, boolean added) {
        String given = line.group(2);
        if (given != null) {
            return DECIMAL.matcher(given).matches()
                    ? Long.valueOf(given)
                    : over.hasConstant(given) ? over.constant(given) : null;
        }
        return !added && over.hasConstant(line.group(1)) ? Long.valueOf(over.constant(line.group(1))) : next;
    }
}
