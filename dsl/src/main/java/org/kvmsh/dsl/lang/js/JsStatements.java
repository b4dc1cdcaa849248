package org.kvmsh.dsl.lang.js;

import com.oracle.js.parser.ir.VarNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.dsl.lang.Statement;

/**
 * The statements of a JavaScript text. GraalVM only reports whether a text parses: a statement ends at a semicolon, a
 * brace or a line's end if the text before and the text after both parse.
 */
record JsStatements(String text, Predicate<String> parses) {
    private static final Pattern ASSIGNMENT =
            Pattern.compile("(?s)(?:(?:const|let|var)\\s+)?([A-Za-z_$][\\w$]*)\\s*=(?![=>])");
    private static final Pattern DECLARES = Pattern.compile("^(?:const|let|var)(?![\\w$])");
    /** No JavaScript text has this outside of comments, strings and regular expressions. */
    private static final String NOT_A_TOKEN = " # ";
    /** A line that begins like this continues the line before (ECMAScript, 12.10, Automatic Semicolon Insertion). */
    private static final String GOES_ON = "([`+-*/%.,?:<>=&|^";

    /** @param parses whether a text is whole and its syntax right */
    static List<Statement> of(String text, Predicate<String> parses) {
        JsStatements all = new JsStatements(text, parses);
        List<Statement> statements = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int end = all.end(from);
            all.add(from, end, statements);
            from = end;
        }
        return statements;
    }

    private int end(int from) {
        for (int at = afterQuotes(from); at < text.length(); at = afterQuotes(at)) {
            if (mayEnd(at)
                    && !text.substring(from, at).isBlank()
                    && parses.test(text.substring(from, at))
                    && !isComment(from, at)
                    && parses.test(text.substring(at))) {
                return at;
            }
        }
        return text.length();
    }

    /**
     * The next position, after a string if one begins; a quote in a regular expression only makes statements longer.
     */
    private int afterQuotes(int at) {
        char quote = text.charAt(at);
        int end = at + 1;
        if (quote == '`' || quote == '\'' || quote == '"') {
            while (end < text.length() && text.charAt(end) != quote && (quote == '`' || text.charAt(end) != '\n')) {
                end += text.charAt(end) == '\\' ? 2 : 1;
            }
            return Math.min(end + 1, text.length());
        }
        return end;
    }

    private boolean mayEnd(int at) {
        char last = text.charAt(at - 1);
        if (last != '\n') {
            return last == ';' || last == '}';
        }
        String rest = text.substring(at).stripLeading();
        return rest.isEmpty() || GOES_ON.indexOf(rest.charAt(0)) < 0;
    }

    /** Whether a position is inside a comment, or only comments precede it. */
    private boolean isComment(int from, int at) {
        return parses.test(text.substring(from, at) + NOT_A_TOKEN)
                || withoutComments(text.substring(from, at)).isBlank();
    }

    private static String withoutComments(String piece) {
        return piece.replaceAll("(?s)^(\\s*(//[^\n]*|/\\*.*?\\*/))+", "");
    }

    private void add(int from, int to, List<Statement> statements) {
        String piece = text.substring(from, to);
        int start = to - withoutComments(piece).stripLeading().length();
        int end = start;
        for (int last = to; last > start && end == start; last--) {
            end = Character.isWhitespace(text.charAt(last - 1)) || text.charAt(last - 1) == ';' ? start : last;
        }
        if (end == start) {
            return;
        }
        List<VarNode> declared = declared(text.substring(start, end));
        List<String> names = TypedDeclarations.names(declared, name -> true);
        Matcher assignment = ASSIGNMENT.matcher(text).region(start, end);
        statements.add(
                assignment.lookingAt() && names.size() < 2
                        ? new Statement(start, end, assignment.group(1), names, List.of(), assignment.end())
                        : Statement.declaring(
                                start, end, names, TypedDeclarations.names(declared, TypedDeclarations::isUnset)));
    }

    private static List<VarNode> declared(String statement) {
        ParsedScript parsed = DECLARES.matcher(statement).find() ? ParsedScript.of(statement) : null;
        return parsed == null
                ? List.of()
                : TypedDeclarations.in(parsed.program().getBody().getStatements());
    }
}
