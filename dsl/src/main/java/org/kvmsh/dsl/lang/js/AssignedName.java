package org.kvmsh.dsl.lang.js;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A name that a script assigns. The whole text is searched, comments and strings too: a template may read the name, and
 * a name that is taken for read lets the script run.
 */
final class AssignedName {
    /** A script with one of these may read a variable by its name, or in another file. */
    private static final Pattern BY_NAME = Pattern.compile(
            "\\bglobalThis\\b|\\bthis\\s*[.\\[?]|\\b(?:eval|Function|with|include|require|load)\\s*\\(|\\bimport\\b|\\bexport\\b");
    /** After these the value of the assignment is used, or the assignment is part of a longer expression. */
    private static final Set<Character> IN_EXPRESSION =
            Set.of('=', '>', '<', '(', '[', ',', '+', '-', '*', '/', '%', '&', '|', '^', '?', ':', '!', '~');

    private AssignedName() {}

    /** Whether each use of the name in a script is a statement that assigns it. */
    static boolean isOnlyAssigned(CharSequence script, String name) {
        if (BY_NAME.matcher(script).find()) {
            return false;
        }
        Matcher use = Pattern.compile(
                        "(?<![\\w$])(?<!(?<!\\.\\.)\\.)" + Pattern.quote(name) + "(?![\\w$])(\\s*=(?![=>]))?(\\s*:)?")
                .matcher(script);
        boolean assigned = false;
        while (use.find()) {
            char last = before(script, use.start());
            boolean isKey = use.group(1) == null && use.group(2) != null && (last == '{' || last == ',');
            boolean isStatement = use.group(1) != null && beginsStatement(script, use.start());
            if (!isKey && !isStatement) {
                return false;
            }
            assigned |= isStatement;
        }
        return assigned;
    }

    /**
     * Whether a statement begins at a position: after a brace or a semicolon, or on a new line that continues no
     * expression.
     */
    static boolean beginsStatement(CharSequence script, int at) {
        int before = at - 1;
        boolean newLine = false;
        while (before >= 0 && Character.isWhitespace(script.charAt(before))) {
            newLine |= script.charAt(before) == '\n';
            before--;
        }
        char last = before < 0 ? ';' : script.charAt(before);
        boolean isTemplate = last == '{' && before > 0 && script.charAt(before - 1) == '$';
        return !isTemplate && (last == '{' || last == '}' || last == ';' || newLine && !IN_EXPRESSION.contains(last));
    }

    /** The last character before a position that is no blank; a semicolon at the beginning. */
    private static char before(CharSequence script, int at) {
        int before = at - 1;
        while (before >= 0 && Character.isWhitespace(script.charAt(before))) {
            before--;
        }
        return before < 0 ? ';' : script.charAt(before);
    }
}
