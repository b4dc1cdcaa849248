package org.kvmsh.dsl.complete;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits a text of either language into tokens, up to where it breaks off. Half a line has no syntax tree, so no
 * compiler is asked. Both languages have the same names, numbers, brackets and comments; only their strings differ.
 */
final class Tokens {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_$][\\w$]*");
    private static final Pattern NUMBER =
            Pattern.compile("0[xX][0-9a-fA-F_]+[nLl]?|\\d[\\d_]*(?:\\.\\d+)?(?:[eE][+-]?\\d+)?[nLlGg]?");
    private static final List<String> PAIRS =
            List.of("->", "=>", "?.", "==", "!=", "<=", ">=", "&&", "||", "<<", ">>", "+=", "-=", "|=", "&=", "..");

    private final String text;
    private final boolean js;
    private final List<Token> found = new ArrayList<>();
    private int at;

    private Tokens(String text, boolean js) {
        this.text = text;
        this.js = js;
    }

    /** Without the comments that are closed. */
    static List<Token> of(String text, boolean js) {
        return withoutComments(withComments(text, js));
    }

    static List<Token> withComments(String text, boolean js) {
        Tokens tokens = new Tokens(text, js);
        while (tokens.at < text.length()) {
            tokens.next();
        }
        return tokens.found;
    }

    static List<Token> withoutComments(List<Token> tokens) {
        return tokens.stream()
                .filter(token -> token.kind() != Token.Kind.COMMENT)
                .toList();
    }

    /** The name, number or open string that a text breaks off in; null for none. */
    static Token begun(List<Token> tokens, String text) {
        Token last = tokens.isEmpty() ? null : tokens.get(tokens.size() - 1);
        boolean isWord = last != null && (last.isName() || last.kind() == Token.Kind.NUMBER);
        return last != null && (last.kind() == Token.Kind.OPEN_STRING || isWord && text.endsWith(last.text()))
                ? last
                : null;
    }

    private void next() {
        char c = text.charAt(at);
        if (c == '\n') {
            add(Token.Kind.LINE, "\n");
        } else if (Character.isWhitespace(c)) {
            at++;
        } else if (text.startsWith("//", at)) {
            comment("\n", 0);
        } else if (text.startsWith("/*", at)) {
            comment("*/", 2);
        } else if (c == '\'' || c == '"' || js && c == '`') {
            string(
                    !js && text.startsWith(String.valueOf(c).repeat(3), at)
                            ? text.substring(at, at + 3)
                            : String.valueOf(c));
        } else if (!matched(NAME, Token.Kind.NAME) && !matched(NUMBER, Token.Kind.NUMBER)) {
            String two = text.substring(at, Math.min(at + 2, text.length()));
            add(Token.Kind.SYMBOL, PAIRS.contains(two) ? two : two.substring(0, 1));
        }
    }

    private void add(Token.Kind kind, String piece) {
        found.add(new Token(kind, piece, at, at + piece.length()));
        at += piece.length();
    }

    private boolean matched(Pattern pattern, Token.Kind kind) {
        Matcher matcher = pattern.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        add(kind, matcher.group());
        return true;
    }

    private void comment(String end, int kept) {
        int to = text.indexOf(end, at + kept);
        int from = at;
        at = to < 0 ? text.length() : to + kept;
        found.add(new Token(to < 0 ? Token.Kind.OPEN_COMMENT : Token.Kind.COMMENT, text.substring(from, at), from, at));
    }

    /** A string in single quotes that is not closed ends with its line: the person is typing another one. */
    private void string(String quote) {
        int start = at;
        int from = at + quote.length();
        boolean lines = quote.length() == 3 || quote.equals("`");
        int to = from;
        while (to < text.length() && !text.startsWith(quote, to) && (lines || text.charAt(to) != '\n')) {
            to += text.charAt(to) == '\\' ? 2 : 1;
        }
        to = Math.min(to, text.length());
        boolean open = to == text.length();
        at = !open && text.startsWith(quote, to) ? to + quote.length() : to;
        found.add(new Token(open ? Token.Kind.OPEN_STRING : Token.Kind.STRING, text.substring(from, to), start, at));
    }
}
