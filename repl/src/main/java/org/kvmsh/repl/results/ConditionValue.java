package org.kvmsh.repl.results;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The value that a failed condition compared, for one line: {@code m.regs.rax is 41}. The failure's text has each value
 * below the place in the condition that it is of.
 */
final class ConditionValue {
    private static final String FAILED = "expectation failed: ";
    /** A name, and the last of its parts. */
    private static final Pattern COMPARED = Pattern.compile(
            "((?:[A-Za-z_$][\\w$]*(?:\\(\\))?\\.)*([A-Za-z_$][\\w$]*)(?:\\(\\))?) (===?|!==?|<=?|>=?) [^&|?]*");

    private static final String COLUMN = "|";
    private static final int LONGEST = 60;

    private ConditionValue() {}

    static boolean isOfCondition(String message) {
        return message.contains(FAILED);
    }

    /** Such as {@code ; m.regs.rax is 41}; empty if it is not a name that was compared, or its value is long. */
    static String of(String message, List<String> text) {
        int at = message.indexOf(FAILED);
        String condition = at < 0 ? "" : message.substring(at + FAILED.length());
        Matcher compared = COMPARED.matcher(condition);
        int line = text.stream().map(String::strip).toList().indexOf(condition);
        if (line < 0 || !compared.matches()) {
            return "";
        }
        int indent = text.get(line).indexOf(condition);
        int column = indent + compared.start(2);
        int operator = indent + compared.start(3);
        return text.stream()
                .skip(line + 2L)
                .filter(row -> row.length() > column && column(row, column - 1).isBlank())
                .map(row -> row.length() > operator && column(row, operator - 1).isBlank()
                        ? row.substring(column, operator).strip()
                        : row.substring(column).strip())
                .filter(value -> !value.isEmpty() && !value.startsWith(COLUMN))
                .findFirst()
                .filter(value -> value.length() <= LONGEST && !value.endsWith("..."))
                .map(value -> "; " + compared.group(1) + " is " + value)
                .orElse("");
    }

    private static String column(String row, int at) {
        return at < 0 ? " " : row.substring(at, at + 1);
    }
}
