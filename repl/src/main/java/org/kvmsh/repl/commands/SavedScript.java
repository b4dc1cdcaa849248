package org.kvmsh.repl.commands;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.dsl.language.Language;

/** What was typed in one language, as a script that does the same again. */
final class SavedScript {
    /** {@code m = vm { }}: a file declares a name once, a shell as often as it likes. */
    private static final Pattern ASSIGNMENT = Pattern.compile("(?s)\\s*(?:def\\s+)?([A-Za-z_]\\w*)(\\s*=(?![=~]).*)");
    /** One piece that reads: a name with members and calls, no assignment, nothing that a word of its own does. */
    private static final Pattern READS = Pattern.compile("(?!(?:def|let|const|var|if|for|while|do|try|throw|print|println|test|expect|needs|rfc|plan|return)\\b)[\\w$][^;=\n]*;?");

    private final Language language;
    private final boolean expects;
    private final Set<String> declared = new HashSet<>();
    private int values;

    /** @param expects whether the values that were shown are expected again */
    SavedScript(Language language, boolean expects) {
        this.language = language;
        this.expects = expects;
    }

    List<String> lines(String board, List<TypedText> typed) {
        List<String> lines = new ArrayList<>(List.of("// Typed on " + board + ".", ""));
        for (TypedText text : typed) {
            boolean value = expects && text.literal() != null && READS.matcher(text.text().strip()).matches();
            lines.addAll(value ? expected(text) : List.of(language == Language.GROOVY ? declared(text.text()) : text.text()));
        }
        return lines;
    }

    private List<String> expected(TypedText typed) {
        String name = "value" + ++values;
        String value = typed.text().strip().replaceFirst(";$", "");
        String held = name + typed.member() + " == " + typed.literal();
        return language == Language.GROOVY ? List.of("def " + name + " = " + value, "expect { " + held + " }")
                : List.of("const " + name + " = " + value, "expect(() => " + held + ")");
    }

    private String declared(String text) {
        Matcher assignment = ASSIGNMENT.matcher(text);
        return !assignment.matches() ? text : (declared.add(assignment.group(1)) ? "def " : "") + assignment.group(1) + assignment.group(2);
    }
}
