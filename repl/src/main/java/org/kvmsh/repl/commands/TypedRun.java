package org.kvmsh.repl.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement that is one call of {@code run} or {@code start}, in either language.
 *
 * @param call what is called: {@code m.run}
 * @param arguments its named arguments, {@code until: hlt}
 * @param before what is before them: a blank, a bracket, a bracket and a brace
 */
record TypedRun(String call, String before, List<String> arguments, String after) {
    private static final String VALUE = "[\\w$.]+(?:\\([\\w$.]*\\))?";
    private static final String ARGUMENT = "\\w+\\s*:\\s*" + VALUE;
    private static final Pattern RUN =
            Pattern.compile("((?:[\\w$]+(?:\\(\\w*\\))?\\.)*(?:run|start))(?:(\\s*\\(\\s*\\{\\s*|\\s*\\(\\s*|\\s+)("
                    + ARGUMENT + "(?:\\s*,\\s*" + ARGUMENT + ")*)(\\s*}\\s*\\)|\\s*\\)|)|\\(\\s*\\))");
    private static final String WITHIN = "within";
    private static final String UNTIL = "until";

    /** The call that a statement is; null if it is more, or has an argument that is not a plain value. */
    static TypedRun of(String statement) {
        Matcher run = RUN.matcher(statement.strip());
        if (!run.matches()
                || run.group(3) != null
                        && run.group(2).contains("(") != run.group(4).contains(")")) {
            return null;
        }
        return run.group(3) == null
                ? new TypedRun(run.group(1), "(", List.of(), ")")
                : new TypedRun(
                        run.group(1), run.group(2), List.of(run.group(3).strip().split("\\s*,\\s*")), run.group(4));
    }

    /** The same run without {@code until:}. */
    String toAnyEnd() {
        return text(without(UNTIL));
    }

    /** The same run without {@code until:}, for at most a time. */
    String within(String time, Notation notation) {
        List<String> kept = new ArrayList<>(without(UNTIL).stream()
                .filter(argument -> !isOf(WITHIN, argument))
                .toList());
        kept.add(WITHIN + ": " + time);
        return arguments.isEmpty() ? call + notation.brackets(kept.get(0)) : text(kept);
    }

    /** The same run for at most a time; {@code until:} stays. */
    String limitedTo(String time, Notation notation) {
        List<String> kept = new ArrayList<>(
                arguments.stream().filter(argument -> !isOf(WITHIN, argument)).toList());
        kept.add(WITHIN + ": " + time);
        return arguments.isEmpty() ? call + notation.brackets(kept.get(0)) : text(kept);
    }

    private List<String> without(String name) {
        return arguments.stream().filter(argument -> !isOf(name, argument)).toList();
    }

    private static boolean isOf(String name, String argument) {
        return argument.matches(name + "\\s*:.*");
    }

    private String text(List<String> kept) {
        return kept.isEmpty() ? call + "()" : call + before + String.join(", ", kept) + after;
    }
}
