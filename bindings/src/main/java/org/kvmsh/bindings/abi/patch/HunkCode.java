package org.kvmsh.bindings.abi.patch;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The C code of one hunk as it is after the patch. A hunk begins and ends anywhere: what is cut off is left out, and
 * nothing here fails.
 */
final class HunkCode {
    /** Comments and directives too, which are left out. The possessive loops keep a long line from the stack. */
    private static final Pattern TOKEN = Pattern.compile("/\\*(?s:.*?)(?:\\*/|\\z)|//[^\n]*+"
            + "|\"(?:[^\"\\\\\n]++|\\\\.)*+\"?|'(?:[^'\\\\\n]++|\\\\.)*+'?"
            + "|(?m:^[ \t]*+#(?:[^\n\\\\]++|\\\\\n?)*+)|\\w++|->|[<>=!&|]{2}|\\S");

    private static final int DEEPEST = 40;
    private static final int LONGEST_CONDITION = 160;

    /**
     * A piece of the code.
     *
     * @param start its place in the text
     * @param line of the given text
     */
    private record Token(String text, int start, int line) {
        int end() {
            return start + text.length();
        }
    }

    private final String file;
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int depth;

    /** @param hunk its lines; those that the patch removes do not count */
    HunkCode(List<Line> hunk) {
        file = hunk.get(0).file();
        StringBuilder code = new StringBuilder();
        List<Integer> numbers = new ArrayList<>();
        for (Line line : hunk) {
            if (line.mark() == '+' || line.mark() == ' ') {
                numbers.add(line.number());
                code.append(line.text()).append('\n');
            }
        }
        int closed = code.indexOf("*/");
        int opened = code.indexOf("/*");
        boolean beginsInComment = closed >= 0 && (opened < 0 || closed < opened);
        text = code.toString();
        Matcher token = TOKEN.matcher(text);
        int row = 0;
        int counted = 0;
        for (int from = beginsInComment ? closed + 2 : 0; token.find(from); from = token.end()) {
            for (; counted < token.start(); counted++) {
                row += text.charAt(counted) == '\n' ? 1 : 0;
            }
            String found = token.group();
            if (!found.startsWith("/*")
                    && !found.startsWith("//")
                    && !found.stripLeading().startsWith("#")) {
                tokens.add(new Token(found, token.start(), numbers.get(row)));
            }
        }
    }

    String file() {
        return file;
    }

    /** The functions that the hunk shows from their first line, by name. */
    Map<String, List<CodeStatement>> functions() {
        Map<String, List<CodeStatement>> functions = new LinkedHashMap<>();
        for (int i = 1; i + 1 < tokens.size(); i++) {
            if (isName(i) && is(i + 1, "(") && startsLine(i)) {
                int end = closing(i + 1);
                if (end > 0 && is(end + 1, "{")) {
                    at = end + 2;
                    functions.put(token(i), list());
                    i = Math.max(i, at - 1);
                }
            }
        }
        return functions;
    }

    /** The statements behind each case label of the hunk, by the label's constant. */
    Map<String, List<CodeStatement>> cases() {
        Map<String, List<CodeStatement>> cases = new LinkedHashMap<>();
        for (int i = 0; i + 2 < tokens.size(); i++) {
            if (!is(i, "case") || !is(i + 2, ":")) {
                continue;
            }
            int behind = i + 3;
            while (is(behind, "case") && is(behind + 2, ":")) {
                behind += 3;
            }
            at = behind;
            List<CodeStatement> all = list();
            int end = 0;
            while (end < all.size() && !(all.get(end) instanceof CodeStatement.Label label && label.isCase())) {
                end++;
            }
            cases.merge(token(i + 1), List.copyOf(all.subList(0, end)), (one, more) -> {
                List<CodeStatement> both = new ArrayList<>(one);
                both.addAll(more);
                return both;
            });
        }
        return cases;
    }

    /** The kernel's style begins a function, and nothing else with brackets, in the first column. */
    private boolean startsLine(int token) {
        int start = text.lastIndexOf('\n', tokens.get(token).start()) + 1;
        return !Character.isWhitespace(text.charAt(start));
    }

    /** Statements up to the brace that closes them, which is read too. */
    private List<CodeStatement> list() {
        List<CodeStatement> statements = new ArrayList<>();
        depth++;
        while (at < tokens.size() && !is(at, "}")) {
            int before = at;
            CodeStatement statement = depth > DEEPEST ? null : statement();
            if (statement != null) {
                statements.add(statement);
            }
            at = Math.max(at, before + 1);
        }
        depth--;
        at++;
        return statements;
    }

    private CodeStatement statement() {
        if (is(at, "{")) {
            at++;
            return new CodeStatement.Inner(list());
        }
        if (is(at, "if") && is(at + 1, "(")) {
            int end = closing(at + 1);
            if (end < 0) {
                at = tokens.size();
                return null;
            }
            String condition = brief(at + 2, end);
            at = end + 1;
            List<CodeStatement> then = body();
            List<CodeStatement> otherwise = List.of();
            if (is(at, "else")) {
                at++;
                otherwise = body();
            }
            return new CodeStatement.If(condition, then, otherwise);
        }
        if (is(at, "do")) {
            at++;
            List<CodeStatement> loop = body();
            plain();
            return new CodeStatement.Inner(loop);
        }
        if (is(at, "case") || is(at, "default")) {
            int from = at + (is(at, "case") ? 1 : 0);
            while (at < tokens.size() && !is(at, ":") && !is(at, ";")) {
                at++;
            }
            return new CodeStatement.Label(brief(from, at++), true);
        }
        if (isName(at) && is(at + 1, ":")) {
            at += 2;
            return new CodeStatement.Label(token(at - 2), false);
        }
        if (isName(at) && is(at + 1, "(")) {
            // A loop or a switch, or a macro that makes one.
            int end = closing(at + 1);
            if (end > 0 && (is(end + 1, "{") || is(at, "for") || is(at, "while"))) {
                at = end + 1;
                return new CodeStatement.Inner(body());
            }
        }
        return plain();
    }

    private List<CodeStatement> body() {
        if (is(at, "{")) {
            at++;
            return list();
        }
        depth++;
        CodeStatement only = at < tokens.size() && depth <= DEEPEST ? statement() : null;
        depth--;
        return only == null ? List.of() : List.of(only);
    }

    /** Up to its semicolon, or to a brace where it has lost that. */
    private CodeStatement plain() {
        int from = at;
        int nested = 0;
        while (at < tokens.size() && !(nested <= 0 && (is(at, ";") || is(at, "}")))) {
            nested += is(at, "(") || is(at, "{") ? 1 : is(at, ")") || is(at, "}") ? -1 : 0;
            at++;
        }
        String statement = source(from, at);
        int line = from < tokens.size() ? tokens.get(from).line() : 0;
        if (is(at, ";")) {
            at++;
        }
        return statement.isEmpty() ? null : new CodeStatement.Plain(statement, line);
    }

    private int closing(int open) {
        int nested = 0;
        for (int i = open; i < tokens.size(); i++) {
            nested += is(i, "(") ? 1 : is(i, ")") ? -1 : 0;
            if (nested == 0) {
                return i;
            }
        }
        return -1;
    }

    private String brief(int from, int end) {
        String all = source(from, end);
        return all.length() <= LONGEST_CONDITION ? all : all.substring(0, LONGEST_CONDITION) + " …";
    }

    /** The source without its comments, on one line. */
    private String source(int from, int end) {
        StringBuilder code = new StringBuilder();
        for (int i = from; i < end && i < tokens.size(); i++) {
            boolean spaced = i > from && tokens.get(i - 1).end() < tokens.get(i).start();
            code.append(spaced ? " " : "").append(token(i));
        }
        return code.toString();
    }

    private boolean isName(int token) {
        return token < tokens.size()
                && Character.isJavaIdentifierStart(text.charAt(tokens.get(token).start()));
    }

    private boolean is(int token, String expected) {
        return token < tokens.size() && token(token).equals(expected);
    }

    private String token(int token) {
        return tokens.get(token).text();
    }
}
