package org.kvmsh.dsl.complete;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Names joined by dots, as far as their values can be known without running them: {@code m.vcpu(0).regs}.
 *
 * @param links from the left
 * @param from the index of its first token
 * @param to the index behind its last one
 */
record Chain(List<Link> links, int from, int to) {
    private static final Set<String> KEYWORDS = Set.of(
            "if",
            "else",
            "for",
            "while",
            "do",
            "switch",
            "case",
            "return",
            "def",
            "let",
            "const",
            "var",
            "new",
            "try",
            "catch",
            "finally",
            "throw",
            "in",
            "instanceof",
            "as",
            "import",
            "function",
            "assert",
            "await",
            "typeof",
            "true",
            "false",
            "null",
            "undefined");

    /**
     * A name with what is done to its value.
     *
     * @param name a name; empty for a literal
     * @param indexed whether an element of it is meant
     * @param spread whether what follows is read of each of its elements: {@code all*.name}
     * @param argument the name or string that is its first argument; empty for another
     */
    record Link(String name, boolean indexed, boolean spread, String argument) {
        static final Link NUMBER = new Link("", false);
        static final Link TEXT = new Link("'", false);
        static final Link LIST = new Link("[", false);

        Link(String name, boolean indexed) {
            this(name, indexed, false, "");
        }

        private Link spreading(boolean spreads) {
            return spreads ? new Link(name, indexed, true, argument) : this;
        }
    }

    Link last() {
        return links.get(links.size() - 1);
    }

    /** The names before the last one; null for none. */
    Chain receiver() {
        return links.size() == 1 ? null : new Chain(links.subList(0, links.size() - 1), from, to);
    }

    static boolean isKeyword(Token token) {
        return token.isName() && KEYWORDS.contains(token.text());
    }

    /**
     * The chain whose last token is before {@code end}; null where none ends.
     *
     * @param brackets for each closing bracket its opening one, -1 for others
     */
    static Chain before(List<Token> tokens, int end, int[] brackets) {
        Deque<Link> links = new ArrayDeque<>();
        int i = end - 1;
        boolean spread = i >= 0 && tokens.get(i).is("*");
        i -= spread ? 1 : 0;
        while (true) {
            boolean indexed = false;
            int opened = -1;
            while (i >= 0 && tokens.get(i).isClosing() && brackets[i] >= 0) {
                indexed |= tokens.get(i).is("]");
                opened = brackets[i];
                i = opened - 1;
            }
            Token token = i < 0 ? null : tokens.get(i);
            if (token == null || !token.isName() || isKeyword(token)) {
                Link literal = literal(tokens, i, opened);
                if (literal == null) {
                    return null;
                }
                links.addFirst(literal.spreading(spread));
                return new Chain(List.copyOf(links), opened >= 0 ? opened : i, end);
            }
            links.addFirst(new Link(token.text(), indexed, spread, argument(tokens, i + 1)));
            int dot = beforeLines(tokens, i);
            if (!isDot(tokens, dot)) {
                return new Chain(List.copyOf(links), i, end);
            }
            i = beforeLines(tokens, dot);
            spread = i >= 0 && tokens.get(i).is("*");
            i -= spread ? 1 : 0;
        }
    }

    /** The first argument behind a name, in parentheses or without. */
    private static String argument(List<Token> tokens, int i) {
        int at = i < tokens.size() && tokens.get(i).is("(") ? i + 1 : i;
        boolean told =
                at < tokens.size() && (tokens.get(at).isName() || tokens.get(at).kind() == Token.Kind.STRING);
        return told ? tokens.get(at).text() : "";
    }

    /** The number, string or list that ends before a dot; null for another value. */
    private static Link literal(List<Token> tokens, int i, int opened) {
        if (opened >= 0) {
            return tokens.get(opened).is("[") ? Link.LIST : null;
        }
        Token.Kind kind = i < 0 ? null : tokens.get(i).kind();
        return kind == Token.Kind.NUMBER ? Link.NUMBER : kind == Token.Kind.STRING ? Link.TEXT : null;
    }

    /** The chain that begins at {@code start}, with what a call of the last word gives; null where none begins. */
    static Chain at(List<Token> tokens, int start, int[] partners) {
        Deque<Link> links = new ArrayDeque<>();
        int i = start;
        Link literal =
                i >= tokens.size() ? null : literal(tokens, i, tokens.get(i).is("[") ? i : -1);
        if (literal != null) {
            links.addLast(literal);
            i = literal == Link.LIST && partners[i] >= 0 ? partners[i] + 1 : i + 1;
            i += isDot(tokens, i < tokens.size() ? i : -1) ? 1 : 0;
        }
        while (i < tokens.size() && tokens.get(i).isName() && !isKeyword(tokens.get(i))) {
            String name = tokens.get(i++).text();
            String argument = argument(tokens, i);
            boolean indexed = false;
            while (i < tokens.size() && tokens.get(i).isOpening() && partners[i] >= 0) {
                indexed |= tokens.get(i).is("[");
                i = partners[i] + 1;
            }
            boolean spread = i + 1 < tokens.size() && tokens.get(i).is("*") && isDot(tokens, i + 1);
            links.addLast(new Link(name, indexed, spread, argument));
            i += spread ? 1 : 0;
            if (i >= tokens.size() || !tokens.get(i).is(".")) {
                break;
            }
            i++;
        }
        return links.isEmpty() ? null : new Chain(List.copyOf(links), start, i);
    }

    static boolean isDot(List<Token> tokens, int i) {
        return i >= 0 && (tokens.get(i).is(".") || tokens.get(i).is("?."));
    }

    /** The index of the token before {@code i} that is no line's end; -1 for none. */
    static int beforeLines(List<Token> tokens, int i) {
        int before = i - 1;
        while (before >= 0 && tokens.get(before).kind() == Token.Kind.LINE) {
            before--;
        }
        return before;
    }
}
