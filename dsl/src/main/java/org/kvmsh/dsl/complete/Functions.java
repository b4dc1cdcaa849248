package org.kvmsh.dsl.complete;

import java.util.Set;

/** The functions that a text defines, in both languages. */
final class Functions {
    /** Words before the name of a function in Groovy that are no type. */
    private static final Set<String> DEFINING =
            Set.of("def", "void", "boolean", "byte", "char", "short", "int", "long", "float", "double");

    private Functions() {}

    /** The bracket or token that begins the body of the function that a name is of; -1 where it is no function's. */
    static int body(TokenTree tree, int name) {
        return tree.is(name + 1, "(") && isDefining(tree, name) ? bodyBehind(tree, name + 1) : assigned(tree, name);
    }

    private static boolean isDefining(TokenTree tree, int name) {
        Token before = tree.at(name - 1);
        return tree.is(name - 1, "function")
                || tree.is(name - 1, "*") && tree.is(name - 2, "function")
                || before.isName() && (DEFINING.contains(before.text()) || isClass(before));
    }

    /** Whether a name is that of a class, before the name of a function or a variable of it. */
    static boolean isClass(Token name) {
        return name.isName() && Character.isUpperCase(name.text().charAt(0)) && Keywords.isType(name.text());
    }

    private static int bodyBehind(TokenTree tree, int parameters) {
        int behind = tree.partner(parameters) < 0 ? -1 : tree.next(tree.partner(parameters) + 1);
        return behind >= 0 && tree.is(behind, "{") ? behind : -1;
    }

    /** {@code def f = { }}, {@code const f = () => 1}, {@code const f = function () { }}. */
    private static int assigned(TokenTree tree, int name) {
        if (!tree.is(name + 1, "=")) {
            return -1;
        }
        int value = tree.next(name + 2);
        if (tree.is(value, "{")) {
            // In JavaScript it is an object.
            return tree.is(name - 1, "def") || tree.is(name - 1, "Closure") ? value : -1;
        }
        value += tree.is(value, "async") ? 1 : 0;
        if (tree.is(value, "function")) {
            int parameters = value + 1;
            while (tree.at(parameters).isName() || tree.is(parameters, "*")) {
                parameters++;
            }
            return tree.is(parameters, "(") ? bodyBehind(tree, parameters) : -1;
        }
        int arrow = tree.is(value, "(") && tree.partner(value) >= 0 ? tree.partner(value) + 1 : value + 1;
        return tree.is(arrow, "=>") ? tree.next(arrow + 1) : -1;
    }
}
