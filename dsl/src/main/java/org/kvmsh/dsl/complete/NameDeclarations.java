package org.kvmsh.dsl.complete;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The place where the name at an offset is declared in the same script, by its tokens. */
public final class NameDeclarations {
    private static final Set<String> DECLARING = Set.of(
            "def",
            "var",
            "let",
            "const",
            "function",
            "final",
            "class",
            "void",
            "boolean",
            "byte",
            "char",
            "short",
            "int",
            "long",
            "float",
            "double");

    /** A declared name with the offsets between which it is known; a weak one is an assignment alone. */
    private record Known(Token name, int from, int to, boolean weak) {
        boolean isAt(int offset) {
            return from <= offset && offset <= to;
        }
    }

    private final TokenTree tree;
    private final List<Known> known = new ArrayList<>();

    private NameDeclarations(String text, boolean js) {
        tree = new TokenTree(text, js);
        for (int i = 0; i < tree.size(); i++) {
            read(i);
        }
    }

    /** A variable, a parameter or a function; null for no name, and for one that the script does not declare. */
    public static Declaration of(String text, boolean js, int offset) {
        NameDeclarations declarations = new NameDeclarations(text, js);
        int at = declarations.name(offset);
        Token name = at < 0 ? null : declarations.tree.at(at);
        return name == null || declarations.isMember(at) ? null : declarations.of(name);
    }

    /** The file that an {@code include} at an offset names; null for none. */
    public static String included(String text, boolean js, int offset) {
        TokenTree tree = new TokenTree(text, js);
        for (int i = 0; i < tree.size(); i++) {
            Token token = tree.at(i);
            if (token.kind() == Token.Kind.STRING && token.from() <= offset && offset <= token.to()) {
                return tree.is(i - 1, "include") || tree.is(i - 1, "(") && tree.is(i - 2, "include")
                        ? token.text()
                        : null;
            }
        }
        return null;
    }

    private int name(int offset) {
        int found = -1;
        for (int i = 0; i < tree.size(); i++) {
            Token token = tree.at(i);
            if (token.isName() && token.from() <= offset && offset <= token.to()) {
                found = i;
            }
        }
        return found;
    }

    /** A member of a value, or the name of a named argument. */
    private boolean isMember(int i) {
        Token before = tree.at(i - 1);
        boolean key = tree.is(i + 1, ":")
                && (before.isOpening()
                        || before.is(",")
                        || before.is(")")
                        || before.isName()
                        || before.kind() == Token.Kind.LINE);
        return before.is(".") || before.is("?.") || key;
    }

    private Declaration of(Token used) {
        List<Known> same = known.stream()
                .filter(each -> each.name.text().equals(used.text()) && each.isAt(used.from()))
                .toList();
        List<Known> strong = same.stream().filter(each -> !each.weak).toList();
        // The innermost one; of those of a block the last one before the use, as a shell's line may declare it again.
        return (strong.isEmpty() ? same : strong)
                .stream()
                        .min(Comparator.<Known>comparingInt(each -> each.to - each.from)
                                .thenComparingInt(each -> each.name.from() <= used.from()
                                        ? used.from() - each.name.from()
                                        : Integer.MAX_VALUE / 2 + each.name.from()))
                        .map(each -> declaration(each.name))
                        .orElse(null);
    }

    private static Declaration declaration(Token name) {
        return new Declaration(Declaration.Kind.VARIABLE, name.text(), name.from(), name.to(), name.from(), name.to());
    }

    private void read(int i) {
        Token token = tree.at(i);
        if (token.is("->") || token.is("=>")) {
            arrow(i);
        } else if (token.isName() && !Keywords.are(token.text())) {
            declared(i);
        } else if ((token.is("(") || token.is("[") || token.is("{"))
                && tree.at(i - 1).isName()
                && Set.of("def", "let", "const", "var").contains(tree.at(i - 1).text())) {
            names(i, scope(i));
        }
    }

    private void declared(int i) {
        Token before = tree.at(i - 1);
        boolean declaring = before.isName() && DECLARING.contains(before.text())
                || tree.is(i - 1, "*") && tree.is(i - 2, "function");
        boolean typed = Functions.isClass(before)
                && (tree.is(i + 1, "=") || tree.is(i + 1, "(") || tree.at(i + 1).kind() == Token.Kind.LINE)
                && tree.beginsStatement(i - 1);
        boolean ofHead = tree.is(i - 1, "(") && (tree.is(i - 2, "for") || tree.is(i - 2, "catch"));
        if (declaring || typed || ofHead) {
            known.add(inScope(i, scope(i)));
        } else if (tree.is(i + 1, "=") && tree.beginsStatement(i)) {
            known.add(new Known(tree.at(i), 0, tree.length(), true));
        } else if (tree.is(i + 1, "=") && before.is(",") && isInDeclaration(i)) {
            known.add(inScope(i, scope(i)));
        }
        int body = Functions.body(tree, i);
        if (body >= 0 && tree.is(i + 1, "(")) {
            parameters(i + 1, tree.at(i + 1).from(), tree.endOf(body));
        }
    }

    /** {@code b} of {@code const a = 1, b = 2}. */
    private boolean isInDeclaration(int i) {
        for (int at = i - 1; at >= 0 && tree.outer(at) >= tree.outer(i); at--) {
            Token token = tree.at(at);
            if (tree.outer(at) == tree.outer(i)) {
                if (token.isName() && DECLARING.contains(token.text())) {
                    return true;
                } else if (token.is(";") || token.kind() == Token.Kind.LINE) {
                    return false;
                }
            }
        }
        return false;
    }

    /** @param bracket that of a block, or of the head of one; -1 for the whole text */
    private Known inScope(int name, int bracket) {
        if (bracket < 0) {
            return new Known(tree.at(name), 0, tree.length(), false);
        }
        int behind =
                tree.is(bracket, "(") && tree.partner(bracket) >= 0 ? tree.next(tree.partner(bracket) + 1) : bracket;
        int to = tree.at(behind).isOpening() ? tree.endOf(behind) : tree.endOfExpression(behind);
        return new Known(tree.at(name), tree.at(bracket).from(), to, false);
    }

    /** The bracket of the block that a declaration is in, or of the head of one; -1 for the whole text. */
    private int scope(int i) {
        int bracket = tree.outer(i);
        while (bracket >= 0 && !tree.is(bracket, "{")) {
            boolean head = tree.is(bracket, "(") && (tree.is(bracket - 1, "for") || tree.is(bracket - 1, "catch"));
            if (head) {
                return bracket;
            }
            bracket = tree.outer(bracket);
        }
        return bracket;
    }

    /** The names of a pattern: {@code def (a, b) =}, <code>const {a, b: c} =</code>. */
    private void names(int opening, int brace) {
        int end = tree.partner(opening);
        for (int i = opening + 1; i < end; i++) {
            if (tree.at(i).isName()
                    && !tree.is(i + 1, ":")
                    && !Keywords.are(tree.at(i).text())) {
                known.add(inScope(i, brace));
            }
        }
    }

    /** The parameters in brackets: {@code (a, long b = 2)}. */
    private void parameters(int opening, int from, int to) {
        int end = tree.partner(opening);
        for (int i = opening + 1; i < end; i++) {
            boolean last = i + 1 == end || tree.is(i + 1, ",") || tree.is(i + 1, "=") || tree.is(i + 1, "}");
            if (tree.at(i).isName() && last && !tree.is(i - 1, "=")) {
                known.add(new Known(tree.at(i), from, to, false));
            }
        }
    }

    /** The parameters of <code>{ a, b -> }</code> and {@code (a, b) =>}. */
    private void arrow(int arrow) {
        int block = tree.outer(arrow);
        if (tree.is(arrow, "->")) {
            for (int i = block + 1; block >= 0 && i < arrow; i++) {
                if (tree.at(i).isName()
                        && (i + 1 == arrow || tree.is(i + 1, ",") || tree.is(i + 1, "="))
                        && !tree.is(i - 1, "=")) {
                    known.add(inScope(i, block));
                }
            }
            return;
        }
        int body = tree.next(arrow + 1);
        int to = tree.is(body, "{") ? tree.endOf(body) : tree.endOfExpression(body);
        if (tree.is(arrow - 1, ")") && tree.partner(arrow - 1) >= 0) {
            int opening = tree.partner(arrow - 1);
            parameters(opening, tree.at(opening).from(), to);
        } else if (tree.at(arrow - 1).isName()) {
            known.add(new Known(tree.at(arrow - 1), tree.at(arrow - 1).from(), to, false));
        }
    }
}
