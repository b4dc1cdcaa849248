package org.kvmsh.dsl.lang.groovy;

import groovyjarjarantlr4.v4.runtime.Token;
import org.apache.groovy.parser.antlr4.GroovyLexer;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Source;

/**
 * Refuses brackets that are nested so deep that Groovy's parser would overflow its stack, which for lists it does again
 * and again.
 */
final class Nesting {
    private static final int MOST = 200;
    private static final String OPENING = "([{";
    private static final String CLOSING = ")]}";

    private Nesting() {}

    static void check(Source source) {
        if (deepest(source.text()) <= MOST) {
            return;
        }
        // Some of these may be in texts and comments, which the lexer distinguishes.
        int depth = 0;
        for (Token token : AngleBlocks.tokens(source.text())) {
            switch (token.getType()) {
                case GroovyLexer.LBRACE, GroovyLexer.LPAREN, GroovyLexer.LBRACK -> depth++;
                case GroovyLexer.RBRACE, GroovyLexer.RPAREN, GroovyLexer.RBRACK -> depth--;
                default -> {}
            }
            if (depth > MOST) {
                throw new ScriptError(
                        new Site(source.name(), token.getLine(), token.getCharPositionInLine() + 1),
                        "brackets are nested deeper than " + MOST);
            }
        }
    }

    private static int deepest(String text) {
        int depth = 0;
        int deepest = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += OPENING.indexOf(c) >= 0 ? 1 : CLOSING.indexOf(c) >= 0 && depth > 0 ? -1 : 0;
            deepest = Math.max(deepest, depth);
        }
        return deepest;
    }
}
