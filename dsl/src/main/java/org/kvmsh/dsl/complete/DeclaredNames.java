package org.kvmsh.dsl.complete;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * The variables and functions that a text has declared where it breaks off; what a bracket that is closed declares ends
 * with it.
 */
final class DeclaredNames {
    private static final Set<String> DECLARERS = Set.of(
            "def",
            "var",
            "let",
            "const",
            "function",
            "void",
            "final",
            "boolean",
            "byte",
            "char",
            "short",
            "int",
            "long",
            "float",
            "double",
            "String",
            "List",
            "Map",
            "Closure",
            "BigInteger");

    /** Marks a bracket whose names stay: {@code for (x in list)}. */
    private static final int KEPT = -1;

    private final List<String> names = new ArrayList<>();

    private DeclaredNames() {}

    static List<String> of(List<Token> tokens) {
        DeclaredNames declared = new DeclaredNames();
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isOpening()) {
                open.push(isHead(tokens, i) ? KEPT : declared.names.size());
            } else if (token.isClosing() && !open.isEmpty()) {
                int from = open.pop();
                declared.names
                        .subList(from == KEPT ? declared.names.size() : from, declared.names.size())
                        .clear();
            } else if (token.isName() && !Keywords.are(token.text()) && isDeclared(tokens, i)) {
                declared.names.add(token.text());
            }
        }
        return declared.names;
    }

    /** {@code def x}, {@code function x}, {@code for (x in}, and {@code x = 1} at the start of a statement. */
    private static boolean isDeclared(List<Token> tokens, int i) {
        Token before = i == 0 ? null : tokens.get(i - 1);
        boolean first = before == null || before.kind() == Token.Kind.LINE || before.is(";");
        boolean assigned = i + 1 < tokens.size() && tokens.get(i + 1).is("=");
        return before != null && before.isName() && DECLARERS.contains(before.text())
                || assigned && (first || before.is(",") && isInDeclaration(tokens, i))
                || isCaught(tokens, i);
    }

    private static boolean isHead(List<Token> tokens, int i) {
        return i > 0 && Set.of("for", "catch").contains(tokens.get(i - 1).text());
    }

    /** {@code b} of {@code const a = 1, b = 2}. */
    private static boolean isInDeclaration(List<Token> tokens, int i) {
        int depth = 0;
        for (int at = i - 1; at >= 0; at--) {
            Token token = tokens.get(at);
            depth += token.isClosing() ? 1 : token.isOpening() ? -1 : 0;
            if (depth < 0 || token.is(";") || depth == 0 && token.kind() == Token.Kind.LINE) {
                return false;
            } else if (depth == 0 && token.isName() && DECLARERS.contains(token.text())) {
                return true;
            }
        }
        return false;
    }

    /** The name that {@code for (x in list)} and {@code catch (x)} declare. */
    private static boolean isCaught(List<Token> tokens, int i) {
        return i >= 2
                && tokens.get(i - 1).is("(")
                && isHead(tokens, i - 1)
                && (tokens.get(i - 2).text().equals("catch")
                        || i + 1 < tokens.size() && tokens.get(i + 1).text().equals("in"));
    }
}
