package org.kvmsh.dsl.lang.groovy;

import groovyjarjarantlr4.v4.runtime.CharStreams;
import groovyjarjarantlr4.v4.runtime.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.apache.groovy.parser.antlr4.GroovyLangLexer;
import org.apache.groovy.parser.antlr4.GroovyLexer;

/**
 * The spelling {@code vm < arch 206 >} of {@code vm { arch 206 }}.
 *
 * <p>{@code <} opens a block right after a block word at the start of a statement, or after {@code =} or {@code return}
 * where a closing {@code >} follows on the line or the line ends after {@code <}. Its {@code >} is the last one at that
 * depth before {@code ;}, the line's end or the text's, followed only by a member of the result. Each is replaced by
 * one brace, so positions do not change. Groovy's own lexer distinguishes strings, comments and operators.
 */
public final class AngleBlocks {
    private record Open(int position, int depth) {}

    private record Closer(int position, int depth) {}

    private static final Set<Integer> OPENING = Set.of(GroovyLexer.LBRACE, GroovyLexer.LPAREN, GroovyLexer.LBRACK);
    private static final Set<Integer> CLOSING = Set.of(GroovyLexer.RBRACE, GroovyLexer.RPAREN, GroovyLexer.RBRACK);
    /** The tokens that may follow the end of a block. */
    private static final Set<Integer> BEHIND = Set.of(
            GroovyLexer.SEMI,
            GroovyLexer.NL,
            GroovyLexer.RBRACE,
            GroovyLexer.RPAREN,
            GroovyLexer.RBRACK,
            GroovyLexer.DOT,
            GroovyLexer.SAFE_DOT,
            GroovyLexer.GT);

    private final Set<String> blockWords;
    private final char[] text;
    private final Deque<Open> open = new ArrayDeque<>();
    private final List<Closer> closers = new ArrayList<>();
    private int depth;

    private AngleBlocks(String text, Set<String> blockWords) {
        this.text = text.toCharArray();
        this.blockWords = blockWords;
    }

    /** The text with braces for the angles of blocks; a {@code <} that is never closed stays as it is. */
    public static String rewrite(String text, Set<String> blockWords) {
        return text.indexOf('<') < 0 ? text : new AngleBlocks(text, blockWords).rewrite(tokens(text));
    }

    /** Whether more lines may make the text whole: a bracket, a text in quotes or a block's angle is open. */
    public static boolean isIncomplete(String text, Set<String> blockWords) {
        if (text.endsWith("\\")) {
            return true;
        }
        AngleBlocks blocks = new AngleBlocks(text, blockWords);
        List<Token> tokens;
        try {
            tokens = tokens(text);
        } catch (RuntimeException | Error e) {
            return quotesOpen(text);
        }
        if (tokens.isEmpty()) {
            return false;
        }
        blocks.rewrite(tokens);
        return blocks.depth > 0 || !blocks.open.isEmpty() || isCommentOpen(tokens);
    }

    private static boolean quotesOpen(String text) {
        return count(text, "'''") % 2 == 1 || count(text, "\"\"\"") % 2 == 1;
    }

    /** Whether a text breaks off in a comment: the lexer takes its beginning as two operators. */
    private static boolean isCommentOpen(List<Token> tokens) {
        for (int i = 1; i < tokens.size(); i++) {
            if (tokens.get(i - 1).getText().equals("/")
                    && tokens.get(i).getText().startsWith("*")
                    && tokens.get(i - 1).getStopIndex() + 1 == tokens.get(i).getStartIndex()) {
                return true;
            }
        }
        return false;
    }

    private static int count(String text, String quotes) {
        return (text.length() - text.replace(quotes, "").length()) / quotes.length();
    }

    static List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        GroovyLangLexer lexer = new GroovyLangLexer(CharStreams.fromString(text));
        lexer.removeErrorListeners();
        for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
            if (token.getChannel() == Token.DEFAULT_CHANNEL) {
                tokens.add(token);
            }
        }
        return tokens;
    }

    private String rewrite(List<Token> tokens) {
        boolean statementStart = true;
        boolean valueStart = false;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            int opens = statementStart || valueStart ? opener(tokens, i) : -1;
            if (opens >= 0 && (statementStart || isClosed(tokens, opens))) {
                open.push(new Open(tokens.get(opens).getStartIndex(), depth));
                i = opens;
                statementStart = true;
                continue;
            }
            statementStart = false;
            valueStart = token.getType() == GroovyLexer.ASSIGN || token.getType() == GroovyLexer.RETURN;
            switch (token.getType()) {
                case GroovyLexer.LBRACE, GroovyLexer.LPAREN, GroovyLexer.LBRACK -> {
                    depth++;
                    statementStart = token.getType() == GroovyLexer.LBRACE;
                }
                case GroovyLexer.RBRACE, GroovyLexer.RPAREN, GroovyLexer.RBRACK -> {
                    endOfSegment();
                    depth--;
                }
                case GroovyLexer.SEMI, GroovyLexer.NL -> {
                    endOfSegment();
                    statementStart = true;
                }
                case GroovyLexer.ARROW -> statementStart = true;
                case GroovyLexer.GT -> {
                    if (!open.isEmpty() && open.peek().depth() == depth && ends(tokens, i)) {
                        closers.add(new Closer(token.getStartIndex(), depth));
                    }
                }
                default -> {}
            }
        }
        endOfSegment();
        return new String(text);
    }

    /** Whether a block may end at i: {@code arch a > b} continues. */
    private static boolean ends(List<Token> tokens, int i) {
        return i + 1 == tokens.size() || BEHIND.contains(tokens.get(i + 1).getType());
    }

    /**
     * Whether the angle at i ends its line, or another one on the line can end its block: {@code x = vm < 3} compares.
     */
    private static boolean isClosed(List<Token> tokens, int i) {
        int nested = 0;
        for (int at = i + 1; at < tokens.size() && nested >= 0; at++) {
            int type = tokens.get(at).getType();
            nested += OPENING.contains(type) ? 1 : CLOSING.contains(type) ? -1 : 0;
            if (nested == 0 && type == GroovyLexer.GT && ends(tokens, at)) {
                return true;
            } else if (nested == 0 && type == GroovyLexer.NL) {
                return at == i + 1;
            }
        }
        return i + 1 == tokens.size();
    }

    /** The index of the angle that opens a block whose word is at i, or -1. */
    private int opener(List<Token> tokens, int i) {
        if (tokens.get(i).getType() != GroovyLexer.Identifier
                || !blockWords.contains(tokens.get(i).getText())) {
            return -1;
        }
        int next = i + 1;
        if (next < tokens.size() && tokens.get(next).getType() == GroovyLexer.LPAREN) {
            int nested = 0;
            do {
                int type = tokens.get(next).getType();
                nested += type == GroovyLexer.LPAREN ? 1 : type == GroovyLexer.RPAREN ? -1 : 0;
                next++;
            } while (next < tokens.size() && nested > 0);
        }
        return next < tokens.size() && tokens.get(next).getType() == GroovyLexer.LT ? next : -1;
    }

    /**
     * The last closers of the segment belong to the blocks that are open, the very last one to the outermost of them.
     */
    private void endOfSegment() {
        List<Closer> here =
                closers.stream().filter(closer -> closer.depth() == depth).toList();
        int closing = 0;
        for (Open block : open) {
            if (block.depth() == depth && closing < here.size()) {
                closing++;
            }
        }
        for (Closer closer : here.subList(here.size() - closing, here.size())) {
            text[open.pop().position()] = '{';
            text[closer.position()] = '}';
        }
        // A bracket behind a block, vm < … >.vcpu(0), ends its own segment.
        closers.removeIf(closer -> closer.depth() >= depth);
    }
}
