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
 */
record Chain(List<Link> links, int from) {
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
     * @param name a name; empty for a number
     * @param indexed whether an element of it is meant
     */
    record Link(String name, boolean indexed) {
        static final Link NUMBER = new Link("", false);
    }

    Link last() {
        return links.get(links.size() - 1);
    }

    /** The names before the last one; null for none. */
    Chain receiver() {
        return links.size() == 1 ? null : new Chain(links.subList(0, links.size() - 1), from);
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
        while (true) {
            boolean indexed = false;
            while (i >= 0 && tokens.get(i).isClosing() && brackets[i] >= 0) {
                indexed |= tokens.get(i).is("]");
                i = brackets[i] - 1;
            }
            Token token = i < 0 ? null : tokens.get(i);
            if (token == null
                    || !(token.isName() || token.kind() == Token.Kind.NUMBER && i == end - 1)
                    || isKeyword(token)) {
                return null;
            }
            links.addFirst(token.isName() ? new Link(token.text(), indexed) : Link.NUMBER);
            int dot = beforeLines(tokens, i);
            if (!token.isName() || !isDot(tokens, dot)) {
                return new Chain(List.copyOf(links), i);
            }
            i = beforeLines(tokens, dot);
        }
    }

    /** The chain that begins at {@code start}, with what a call of the last word gives; null where none begins. */
    static Chain at(List<Token> tokens, int start, int[] partners) {
        Deque<Link> links = new ArrayDeque<>();
        int i = start;
        while (i < tokens.size() && tokens.get(i).isName() && !isKeyword(tokens.get(i))) {
            String name = tokens.get(i++).text();
            boolean indexed = false;
            while (i < tokens.size() && tokens.get(i).isOpening() && partners[i] >= 0) {
                indexed |= tokens.get(i).is("[");
                i = partners[i] + 1;
            }
            links.addLast(new Link(name, indexed));
            if (i >= tokens.size() || !tokens.get(i).is(".")) {
                break;
            }
            i++;
        }
        return links.isEmpty() ? null : new Chain(List.copyOf(links), start);
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
