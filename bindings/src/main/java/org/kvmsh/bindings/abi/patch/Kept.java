package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The lines that a patch adds to a header, declarations whole, and which line of the given text each one is. */
final class Kept {
    /** A kernel's own KVM headers together have a fifth of this. */
    static final int MOST = 1 << 20;

    static final int LONGEST = 16 << 10;

    private final StringBuilder text = new StringBuilder();
    private final List<Integer> numbers = new ArrayList<>();
    private final Map<String, String> beside = new HashMap<>();
    private final Set<String> nested = new HashSet<>();

    void add(int number, String line) {
        if (line.length() > LONGEST) {
            throw new PatchError(number, "too long for a header line: " + line.length() + " characters");
        }
        text.append(line).append('\n');
        numbers.add(number);
        if (text.length() > MOST) {
            throw new PatchError(number, "not a header patch: it adds more than " + MOST + " characters");
        }
    }

    /** Notes a constant of a line beside those that are kept, which may use it. */
    void beside(String line) {
        String number = Define.number(line);
        if (number != null) {
            beside.put(Define.name(line), number);
        }
    }

    /** The numbers of the lines beside, by name. */
    Map<String, String> beside() {
        return beside;
    }

    /** Notes the constants that a hunk defines inside structs. */
    void nested(List<Line> hunk) {
        nested.addAll(NestedDefines.of(hunk));
    }

    /** The constants that are defined inside structs. */
    Set<String> nested() {
        return nested;
    }

    boolean isEmpty() {
        return numbers.isEmpty();
    }

    /** The lines without the code of some of them, counted from 1; directives stay. */
    Kept without(int first, int last) {
        Kept rest = new Kept();
        String[] lines = text.toString().split("\n", -1);
        for (int i = 0; i < numbers.size(); i++) {
            boolean isOut = i + 1 >= first && i + 1 <= last && !lines[i].strip().startsWith("#");
            rest.add(numbers.get(i), isOut ? "" : lines[i]);
        }
        rest.beside.putAll(beside);
        rest.nested.addAll(nested);
        return rest;
    }

    String text() {
        return text.toString();
    }

    /** The given text's line of a line of this one; where that is not known, the first line. */
    int number(int line) {
        return numbers.get(Math.max(0, Math.min(line, numbers.size()) - 1));
    }

    /** The given text's line where a macro is defined. */
    int lineOf(String macro) {
        String[] lines = text.toString().split("\n", -1);
        for (int i = 0; i < numbers.size(); i++) {
            if (Define.name(lines[i]) != null && Define.name(lines[i]).equals(macro)) {
                return numbers.get(i);
            }
        }
        return number(1);
    }
}
