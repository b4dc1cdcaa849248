package org.kvmsh.dsl.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The boards that a script's first statements need, without its syntax: of scripts for another board nothing else is
 * read. Only literal arguments on lines of their own are found, behind nothing but line comments.
 */
public final class NeededBoards {
    private static final String LITERAL = "(?:'[^'\\\\$\\n]*'|\"[^\"\\\\$\\n]*\")";
    private static final String VALUE = "(?<value>" + LITERAL + "|\\[ *" + LITERAL + "(?: *, *" + LITERAL + ")* *])";
    private static final String BEFORE = "\\G(?:[ \\t]*(?://[^\\n]*)?\\n)*";
    /** The end of a statement that the next line does not continue. */
    private static final String END = "[ \\t]*;?[ \\t]*(?://[^\\n]*)?(?:\\n(?=\\s*(?:[\\w/]|\\z))|\\z)";

    private static final Pattern GROOVY = Pattern.compile(BEFORE + "needs boards: *" + VALUE + END);
    private static final Pattern JAVASCRIPT =
            Pattern.compile(BEFORE + "needs\\( *\\{ *boards: *" + VALUE + " *} *\\)" + END);
    private static final Pattern EACH = Pattern.compile(LITERAL);

    private NeededBoards() {}

    /** The patterns of each of these statements, of which a board is to match one. */
    public static List<List<String>> of(String script, Language language) {
        List<List<String>> found = new ArrayList<>();
        Matcher statement = (language == Language.GROOVY ? GROOVY : JAVASCRIPT).matcher(script);
        while (statement.find()) {
            found.add(EACH.matcher(statement.group("value"))
                    .results()
                    .map(each -> each.group().substring(1, each.group().length() - 1))
                    .toList());
        }
        return found;
    }
}
