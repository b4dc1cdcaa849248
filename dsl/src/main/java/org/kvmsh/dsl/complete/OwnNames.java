package org.kvmsh.dsl.complete;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The names that a text declares anywhere, and those that earlier texts did: assigned ones, functions and what
 * functions get. It takes too many for declared rather than too few, since it is only asked which names nothing has.
 */
final class OwnNames {
    private final List<Token> tokens;
    private final Set<String> names;

    OwnNames(List<Token> tokens, Collection<String> earlier) {
        this.tokens = tokens;
        this.names = new HashSet<>(earlier);
        for (int i = 0; i < tokens.size(); i++) {
            if (isDeclared(i)) {
                names.add(tokens.get(i).text());
            } else if (is(i, "=")
                    || is(i, "=>")
                    || is(i, "->")
                    || tokens.get(i).text().equals("of")) {
                before(i);
            }
        }
    }

    boolean has(String name) {
        return names.contains(name);
    }

    private boolean is(int i, String symbol) {
        return i < tokens.size() && tokens.get(i).is(symbol);
    }

    /**
     * {@code x} of {@code def x}, {@code int x}, {@code for (x in y)}, {@code catch (x)}, {@code f(x) {}} and <code>x =
     * </code>.
     */
    private boolean isDeclared(int i) {
        if (!tokens.get(i).isName() || Keywords.are(tokens.get(i).text())) {
            return false;
        }
        Token before = i == 0 ? null : tokens.get(i - 1);
        String word = before != null && before.isName() ? before.text() : "";
        boolean typed = Keywords.are(word)
                        && !Set.of(
                                        "return",
                                        "in",
                                        "of",
                                        "new",
                                        "else",
                                        "case",
                                        "throw",
                                        "assert",
                                        "instanceof",
                                        "as",
                                        "typeof",
                                        "await",
                                        "delete")
                                .contains(word)
                || !word.isEmpty() && Keywords.isType(word);
        boolean caught = i >= 2 && is(i - 1, "(") && tokens.get(i - 2).text().equals("catch");
        boolean counted = i + 1 < tokens.size()
                && Set.of("in", "of").contains(tokens.get(i + 1).text());
        return typed || caught || counted || is(i + 1, "=") && (before == null || !before.is(".")) || isParameter(i);
    }

    /** In the parentheses of {@code def f(x, y)}, {@code function f(x, y)}. */
    private boolean isParameter(int i) {
        int open = i - 1;
        while (open >= 0 && !is(open, "(") && (tokens.get(open).isName() || is(open, ","))) {
            open--;
        }
        return open >= 1
                && is(open, "(")
                && (tokens.get(open - 1).text().equals("function")
                        || open >= 2
                                && tokens.get(open - 1).isName()
                                && isDeclarer(tokens.get(open - 2).text()));
    }

    private static boolean isDeclarer(String word) {
        return Set.of("def", "function", "void", "int", "long", "boolean", "static")
                .contains(word);
    }

    /** The names before an arrow or an assignment, as far as one bracket: {@code (a, b) =>}, {@code { a, b ->}, {@code def (a, b) =}, {@code [a, b] of}. */
    private void before(int at) {
        int depth = 0;
        for (int i = at - 1; i >= 0 && depth >= 0; i--) {
            Token token = tokens.get(i);
            depth += token.isClosing() ? 1 : token.isOpening() ? -1 : 0;
            if (token.kind() == Token.Kind.LINE
                    || token.is(";")
                    || depth == 0 && !token.isName() && !token.is(",") && !token.isOpening() && !token.isClosing()) {
                return;
            }
            if (token.isName()) {
                names.add(token.text());
            }
        }
    }
}
