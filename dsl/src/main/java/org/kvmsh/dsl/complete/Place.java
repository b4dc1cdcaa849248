package org.kvmsh.dsl.complete;

import java.util.LinkedList;
import java.util.List;

/**
 * An argument of a word.
 *
 * @param callee the word
 * @param in the bracket that it is called in
 * @param given the tokens of the arguments before the caret, or before the list that the caret is in
 * @param whole the tokens of all arguments before the caret; in JavaScript named ones are in an object behind others
 * @param path the keys of the lists and maps around the caret, from the outside; a list without a key has an empty one
 * @param inner the tokens of the innermost of them before the caret
 */
record Place(Chain callee, Bracket in, List<Token> given, List<Token> whole, List<String> path, List<Token> inner) {
    /** The argument that the caret is in; null outside of all. */
    static Place of(Caret caret, boolean js) {
        Bracket bracket = caret.bracket;
        if (bracket.isIndex) {
            return null;
        }
        int end = caret.tokens.size();
        List<Token> inner = caret.tokens.subList(bracket.at + 1, end);
        LinkedList<String> path = new LinkedList<>();
        while (isNested(bracket)) {
            path.addFirst(key(caret.tokens, bracket.at));
            end = bracket.at;
            bracket = bracket.outer;
        }
        if (bracket.kind == Bracket.Kind.ARGUMENTS || bracket.kind == Bracket.Kind.OBJECT) {
            boolean behind = bracket.kind == Bracket.Kind.OBJECT && bracket.outer.kind == Bracket.Kind.ARGUMENTS;
            int from = (behind ? bracket.outer.at : bracket.at) + 1;
            return bracket.callee == null
                    ? null
                    : new Place(
                            bracket.callee,
                            bracket.outer,
                            caret.tokens.subList(bracket.at + 1, end),
                            caret.tokens.subList(from, end),
                            path,
                            inner);
        }
        if (js) {
            return null;
        }
        Chain callee = caret.command(bracket, end);
        // After "memory" and a space an argument begins; in "memory" itself, none does.
        if (callee == null || bracket.statement > end) {
            return null;
        }
        List<Token> given = caret.tokens.subList(callee.to(), end);
        return new Place(callee, bracket, given, given, path, inner);
    }

    /** Whether a bracket is a list or a map in an argument; in JavaScript an object may be the arguments themselves. */
    private static boolean isNested(Bracket bracket) {
        return bracket.outer != null
                && (bracket.kind == Bracket.Kind.LIST
                        || bracket.kind == Bracket.Kind.OBJECT && (bracket.callee == null || isValue(bracket)));
    }

    /** Whether an object is the value of a named argument, and not that of a word of a block. */
    private static boolean isValue(Bracket object) {
        return object.outer.kind == Bracket.Kind.OBJECT && !object.outer.isBlock;
    }

    /** The key before a bracket; empty for none. */
    private static String key(List<Token> tokens, int bracket) {
        return bracket >= 2
                        && tokens.get(bracket - 1).is(":")
                        && tokens.get(bracket - 2).isName()
                ? tokens.get(bracket - 2).text()
                : "";
    }

    /** The first argument of a word that is a key of an object of JavaScript. */
    static Place ofKey(Chain word, Bracket object) {
        return new Place(word, object, List.of(), List.of(), List.of(), List.of());
    }

    boolean isNested() {
        return !path.isEmpty();
    }

    /** The name of the argument whose value is typed, also where that is a list; null for one without a name. */
    String key() {
        return isNested() ? path.get(0).isEmpty() ? null : path.get(0) : Arguments.key(given);
    }

    /** The place where the value began that the caret is in: before a number and a dot. */
    Place beforeValue() {
        return new Place(callee, in, withoutNumber(given), withoutNumber(whole), path, withoutNumber(inner));
    }

    private static List<Token> withoutNumber(List<Token> tokens) {
        int end = tokens.size();
        boolean number =
                end >= 2 && tokens.get(end - 1).is(".") && tokens.get(end - 2).kind() == Token.Kind.NUMBER;
        return number ? tokens.subList(0, end - 2) : tokens;
    }

    /** The word with its description; null for what is no word. */
    Arguments.Called called(Values values) {
        return Arguments.called(callee, values.type(callee, in));
    }
}
