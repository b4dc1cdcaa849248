package org.kvmsh.dsl.complete;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** The tokens of a text with its brackets; one that is not closed reaches to the text's end. */
final class TokenTree {
    private static final int NONE = -1;

    final List<Token> tokens;
    /** For each bracket its other one, -1 for one without and for other tokens. */
    private final int[] partners;
    /** For each token the innermost open bracket around it, -1 at the top. */
    private final int[] outer;

    private final int length;

    TokenTree(String text, boolean js) {
        tokens = Tokens.of(text, js);
        length = text.length();
        partners = new int[tokens.size()];
        outer = new int[tokens.size()];
        Arrays.fill(partners, NONE);
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).isClosing() && !open.isEmpty()) {
                int opening = open.pop();
                partners[i] = opening;
                partners[opening] = i;
            }
            outer[i] = open.isEmpty() ? NONE : open.peek();
            if (tokens.get(i).isOpening()) {
                open.push(i);
            }
        }
    }

    int size() {
        return tokens.size();
    }

    /** The token at an index; an empty line beyond the ends. */
    Token at(int i) {
        return i < 0 || i >= tokens.size() ? new Token(Token.Kind.LINE, "", length, length) : tokens.get(i);
    }

    boolean is(int i, String text) {
        Token token = at(i);
        return (token.kind() == Token.Kind.SYMBOL || token.isName())
                && token.text().equals(text);
    }

    /** The opening bracket of a closing one, or the reverse; -1 for none. */
    int partner(int i) {
        return i < 0 || i >= partners.length ? NONE : partners[i];
    }

    /** The innermost bracket around a token, or -1. */
    int outer(int i) {
        return outer[i];
    }

    /** The next token that is no line, from an index on. */
    int next(int from) {
        int i = from;
        while (i < size() && tokens.get(i).kind() == Token.Kind.LINE) {
            i++;
        }
        return i;
    }

    /** Whether a statement begins at a token. */
    boolean beginsStatement(int i) {
        Token before = at(i - 1);
        return before.kind() == Token.Kind.LINE
                || before.is(";")
                || before.is("{")
                || before.is("}")
                || before.is("->")
                || before.is("=>");
    }

    /** The offset behind a bracket's closing one. */
    int endOf(int opening) {
        return partners[opening] == NONE
                ? length
                : tokens.get(partners[opening]).to();
    }

    /** The offset behind the expression that begins at a token: the end of its line, outside of brackets. */
    int endOfExpression(int from) {
        int i = from;
        int end = at(from).from();
        while (i < size()) {
            Token token = tokens.get(i);
            if (token.kind() == Token.Kind.LINE || token.isClosing() || token.is(";") || token.is(",")) {
                break;
            }
            end = token.isOpening() ? endOf(i) : token.to();
            i = token.isOpening() ? partners[i] < 0 ? size() : partners[i] + 1 : i + 1;
        }
        return end;
    }

    int length() {
        return length;
    }
}
