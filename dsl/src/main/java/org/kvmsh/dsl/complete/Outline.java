package org.kvmsh.dsl.complete;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The tests, machines and functions of a script, by its tokens, so that a script that breaks off has an outline. */
public final class Outline {
    private static final String TEST = "test";
    private static final String VM = "vm";

    private final TokenTree tree;
    private final List<Declaration> found = new ArrayList<>();

    private Outline(String text, boolean js) {
        tree = new TokenTree(text, js);
    }

    /** In the order of the text; one may be within another. */
    public static List<Declaration> of(String text, boolean js) {
        Outline outline = new Outline(text, js);
        for (int i = 0; i < outline.tree.size(); i++) {
            if (outline.tree.at(i).isName()) {
                outline.read(i);
            }
        }
        outline.found.sort(Comparator.comparingInt(Declaration::from));
        return outline.found;
    }

    private void read(int i) {
        if (tree.is(i, TEST) && !tree.is(i - 1, ".")) {
            test(i);
        } else if (tree.is(i + 1, "=") && tree.is(tree.next(i + 2), VM)) {
            int word = tree.next(i + 2);
            int end = endOfCall(word);
            if (end > 0) {
                add(Declaration.Kind.MACHINE, tree.at(i).text(), tree.at(i), start(i), end);
            }
        } else {
            int body = Functions.body(tree, i);
            if (body >= 0) {
                add(
                        Declaration.Kind.FUNCTION,
                        tree.at(i).text(),
                        tree.at(i),
                        start(i),
                        tree.is(body, "{") ? tree.endOf(body) : tree.endOfExpression(body));
            }
        }
    }

    private void add(Declaration.Kind kind, String name, Token at, int from, int end) {
        found.add(new Declaration(kind, name, at.from(), at.to(), from, Math.max(end, at.to())));
    }

    /** The offset of the declaring word before a name, or of the name. */
    private int start(int name) {
        int first = name;
        while (first > 0 && (tree.at(first - 1).isName() || tree.is(first - 1, "*"))) {
            first--;
        }
        return tree.at(first).from();
    }

    /** {@code test('name', …)}, {@code test('name') { }}, {@code test within: 5.minutes, 'name', { }}. */
    private void test(int word) {
        boolean brackets = tree.is(word + 1, "(");
        int from = brackets ? word + 2 : word + 1;
        int outer = brackets ? word + 1 : tree.outer(word);
        for (int i = from; i < tree.size() && tree.outer(i) >= outer; i++) {
            Token token = tree.at(i);
            boolean ends = token.is("{") || token.is("=") || token.kind() == Token.Kind.LINE;
            if (ends && !brackets) {
                return;
            }
            boolean text = token.kind() == Token.Kind.STRING || token.kind() == Token.Kind.OPEN_STRING;
            if (text && tree.outer(i) == outer && !tree.is(i - 1, ":")) {
                int end = endOfCall(word);
                add(Declaration.Kind.TEST, token.text(), token, tree.at(word).from(), end > 0 ? end : token.to());
                return;
            }
        }
    }

    /** The end of a word's arguments and of the block behind them; 0 for a word without. */
    private int endOfCall(int word) {
        int i = word + 1;
        int end = 0;
        if (tree.is(i, "(")) {
            end = tree.endOf(i);
            if (tree.partner(i) < 0) {
                return end;
            }
            i = tree.partner(i) + 1;
        } else {
            while (i < tree.size() && !tree.is(i, "{") && tree.at(i).kind() != Token.Kind.LINE) {
                i++;
            }
        }
        return tree.is(i, "{")
                ? tree.endOf(i)
                : end > 0 ? end : tree.is(word + 1, "<") ? tree.at(i).from() : 0;
    }
}
