package org.kvmsh.dsl.complete;

import java.util.List;

/**
 * An argument of a word.
 *
 * @param callee the word
 * @param in the bracket that it is called in
 * @param given the tokens of the arguments before the caret
 */
record Place(Chain callee, Bracket in, List<Token> given) {
    /** The argument that the caret is in; null outside of all. */
    static Place of(Caret caret, boolean js) {
        Bracket bracket = caret.bracket;
        if (bracket.kind == Bracket.Kind.LIST && bracket.outer != null) {
            // A list is the argument that it begins.
            bracket = bracket.outer;
        }
        int end = caret.bracket.kind == Bracket.Kind.LIST ? caret.bracket.at : caret.tokens.size();
        if (bracket.kind == Bracket.Kind.ARGUMENTS || bracket.kind == Bracket.Kind.OBJECT) {
            return bracket.callee == null
                    ? null
                    : new Place(bracket.callee, bracket.outer, caret.tokens.subList(bracket.at + 1, end));
        }
        if (js) {
            return null;
        }
        Chain callee = caret.command(bracket, end);
        // After "memory" and a space an argument begins; in "memory" itself, none does.
        return callee == null || bracket.statement > end
                ? null
                : new Place(callee, bracket, caret.tokens.subList(after(callee), end));
    }

    private static int after(Chain callee) {
        return callee.from() + callee.links().size() * 2 - 1;
    }

    /** The word with its description; null for what is no word. */
    Arguments.Called called(Values values) {
        return Arguments.called(callee, values.type(callee, in));
    }
}
