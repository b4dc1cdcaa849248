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

    private final List<String> names = new ArrayList<>();

    private DeclaredNames() {}

    static List<String> of(List<Token> tokens) {
        DeclaredNames declared = new DeclaredNames();
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isOpening()) {
                open.push(declared.names.size());
            } else if (token.isClosing() && !open.isEmpty()) {
                declared.names.subList(open.pop(), declared.names.size()).clear();
            } else if (token.isName() && !Keywords.are(token.text()) && isDeclared(tokens, i)) {
                declared.names.add(token.text());
            }
        }
        return declared.names;
    }

    /** {@code def x}, {@code function x}, and {@code x = 1} at the start of a statement. */
    private static boolean isDeclared(List<Token> tokens, int i) {
        Token before = i == 0 ? null : tokens.get(i - 1);
        boolean first = before == null || before.kind() == Token.Kind.LINE || before.is(";");
        return before != null && before.isName() && DECLARERS.contains(before.text())
                || first && i + 1 < tokens.size() && tokens.get(i + 1).is("=");
    }
}
