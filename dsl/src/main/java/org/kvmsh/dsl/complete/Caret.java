package org.kvmsh.dsl.complete;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The place where a text breaks off: in which brackets, in which argument, after which value. */
final class Caret {
    private static final Set<String> CONTINUED =
            Set.of(",", ".", "?.", "+", "-", "*", "=", "|", "&", "==", "&&", "||", "->", "=>", ":", "?");

    private final List<Token> all;
    /** The tokens before it. */
    List<Token> tokens;
    /** For each opening bracket that is closed its closing one, and the reverse; -1 for other tokens. */
    final int[] partners;
    /** The name or the string that is being typed; empty between tokens. */
    final String begun;

    final boolean quoted;
    final boolean inComment;
    Bracket bracket = new Bracket(null, Bracket.Kind.TEXT, -1, null);
    private final boolean js;
    private final Set<String> blocks;

    /** @param blocks the words that a block follows */
    Caret(String text, boolean js, Set<String> blocks) {
        this(Tokens.of(text, js), text, js, blocks);
        for (int i = 0; i < all.size(); i++) {
            step();
        }
    }

    /** Before the first of some tokens. */
    Caret(List<Token> all, boolean js, Set<String> blocks) {
        this(all, null, js, blocks);
    }

    private Caret(List<Token> all, String text, boolean js, Set<String> blocks) {
        this.js = js;
        this.blocks = blocks;
        Token typed = text == null ? null : Tokens.begun(all, text);
        quoted = typed != null && typed.kind() == Token.Kind.OPEN_STRING;
        inComment = !all.isEmpty() && all.get(all.size() - 1).kind() == Token.Kind.OPEN_COMMENT;
        begun = typed == null ? "" : typed.text();
        this.all = typed == null ? all : all.subList(0, all.size() - 1);
        tokens = List.of();
        partners = new int[this.all.size()];
        Arrays.fill(partners, -1);
    }

    /** Moves behind the next token. */
    void step() {
        int i = tokens.size();
        tokens = all.subList(0, i + 1);
        take(i);
    }

    private void take(int i) {
        Token token = tokens.get(i);
        if (token.isOpening() || token.is("<") && isBlockOf(i)) {
            bracket = opened(i);
        } else if ((token.isClosing()
                        || token.is(">")
                                && bracket.at >= 0
                                && tokens.get(bracket.at).is("<"))
                && bracket.outer != null) {
            partners[i] = bracket.at;
            partners[bracket.at] = i;
            bracket = bracket.outer;
        } else if (token.is(";")
                || token.kind() == Token.Kind.LINE
                        && bracket.kind != Bracket.Kind.ARGUMENTS
                        && bracket.kind != Bracket.Kind.LIST
                        && bracket.kind != Bracket.Kind.OBJECT
                        && !isContinued(i)) {
            ended(i);
        } else if (token.is("->") && bracket.kind == Bracket.Kind.BLOCK || token.is("=>")) {
            parameters(i);
        }
    }

    private void ended(int i) {
        int start = valueStart(bracket.statement);
        if (start < i && tokens.get(start).isName()) {
            Chain said = Chain.at(tokens, start, partners);
            bracket.previous = said == null ? "" : said.last().name();
        }
        bracket.statement = i + 1;
    }

    /** {@code vm < platform SPAPR >}, the other spelling of a block. */
    private boolean isBlockOf(int i) {
        return !js
                && i > 0
                && tokens.get(i - 1).isName()
                && blocks.contains(tokens.get(i - 1).text())
                && i - 1 == valueStart(bracket.statement);
    }

    private boolean isContinued(int line) {
        Token before = line == 0 ? null : tokens.get(line - 1);
        return before != null && before.kind() == Token.Kind.SYMBOL && CONTINUED.contains(before.text());
    }

    private Bracket opened(int i) {
        Token before = i == 0 ? null : tokens.get(i - 1);
        Token opening = tokens.get(i);
        if (opening.is("(")) {
            return new Bracket(
                    bracket,
                    Bracket.Kind.ARGUMENTS,
                    i,
                    before != null && before.isName() ? Chain.before(tokens, i, partners) : null);
        }
        if (opening.is("[")) {
            Chain words = js && bracket.isBlock && before != null && before.is(":") ? key(i - 1) : null;
            Bracket list = new Bracket(bracket, Bracket.Kind.LIST, i, words);
            list.isIndex = before != null
                    && (before.isName() && !Keywords.are(before.text()) || before.is(")") || before.is("]"));
            return list;
        }
        if (!js) {
            return new Bracket(
                    bracket,
                    Bracket.Kind.BLOCK,
                    i,
                    before == null
                            ? null
                            : before.is(")") || isMethod(i - 1)
                                    ? Chain.before(tokens, i, partners)
                                    : command(bracket, i));
        }
        boolean arrow = before != null && before.is("=>");
        if (before != null && !arrow && (before.is("(") || before.is(",") || before.is(":") || before.is("["))) {
            Chain owner = bracket.kind == Bracket.Kind.LIST ? bracket.callee : before.is(":") ? key(i - 1) : call();
            Bracket object = new Bracket(bracket, Bracket.Kind.OBJECT, i, owner);
            object.isBlock = owner != null && blocks.contains(owner.last().name());
            return object;
        }
        Bracket block = new Bracket(bracket, Bracket.Kind.BLOCK, i, arrow ? bracket.caller : null);
        if (arrow) {
            block.parameters.addAll(bracket.parameters);
        }
        return block;
    }

    /** {@code every} of <code>all.every {</code>. */
    private boolean isMethod(int i) {
        return tokens.get(i).isName() && Chain.isDot(tokens, Chain.beforeLines(tokens, i));
    }

    /** The word that has the argument at the caret, in parentheses. */
    private Chain call() {
        return bracket.kind == Bracket.Kind.ARGUMENTS ? bracket.callee : null;
    }

    /** The word that is given the function whose parameters begin at {@code from}: {@code on} of {@code do: e =>}. */
    private Chain caller(int from) {
        boolean keyed = bracket.kind == Bracket.Kind.OBJECT
                && from >= 2
                && tokens.get(from - 1).is(":")
                && tokens.get(from - 2).isName();
        return !keyed ? call() : tokens.get(from - 2).text().equals("do") ? bracket.callee : key(from - 1);
    }

    /** {@code vcpu} of <code>{vcpu: {</code>. */
    private Chain key(int colon) {
        return bracket.kind == Bracket.Kind.OBJECT
                        && colon > 0
                        && tokens.get(colon - 1).isName()
                ? new Chain(List.of(new Chain.Link(tokens.get(colon - 1).text(), false)), colon - 1, colon)
                : null;
    }

    /** The word that begins the statement, with its arguments without parentheses, up to {@code end}; null for none. */
    Chain command(Bracket in, int end) {
        int start = valueStart(in.statement);
        if (start >= end || !tokens.get(start).isName() || Chain.isKeyword(tokens.get(start))) {
            return null;
        }
        int last = start;
        int next = linked(last, end);
        while (next > 0) {
            last = next;
            next = linked(last, end);
        }
        // Before a bracket it is no word with arguments, but the value of a call.
        Token behind = last + 1 < end ? tokens.get(last + 1) : null;
        boolean arguments = behind == null
                || !behind.is("(") && !behind.is("=") && !behind.is("[") && !behind.is(".") && !behind.is("*");
        return arguments ? Chain.before(tokens, last + 1, partners) : null;
    }

    /** The name behind a name, its arguments in brackets and a dot; 0 for none before {@code end}. */
    private int linked(int name, int end) {
        int i = name + 1;
        while (i < end && tokens.get(i).isOpening() && partners[i] >= 0) {
            i = partners[i] + 1;
        }
        return i + 1 < end && Chain.isDot(tokens, i) && tokens.get(i + 1).isName() ? i + 1 : 0;
    }

    /** The first token of what a statement computes: behind {@code def x =} and {@code return}. */
    private int valueStart(int statement) {
        int start = statement;
        while (start < tokens.size()
                && (Chain.isKeyword(tokens.get(start)) || tokens.get(start).kind() == Token.Kind.LINE)) {
            start++;
        }
        while (start + 1 < tokens.size()
                && tokens.get(start).isName()
                && tokens.get(start + 1).is("=")) {
            start += 2;
        }
        return start;
    }

    /** The names that the statements around the caret assign: their values are not there yet. */
    Set<String> assigned() {
        Set<String> names = new HashSet<>();
        for (Bracket each = bracket; each != null; each = each.outer) {
            int start = each.statement;
            while (start < tokens.size() && Chain.isKeyword(tokens.get(start))) {
                start++;
            }
            while (start + 1 < tokens.size()
                    && tokens.get(start).isName()
                    && tokens.get(start + 1).is("=")) {
                names.add(tokens.get(start).text());
                start += 2;
            }
        }
        return names;
    }

    private void parameters(int arrow) {
        int from = js ? arrow - 1 : bracket.at + 1;
        if (js && tokens.get(from).is(")") && partners[from] >= 0) {
            from = partners[from];
        }
        bracket.caller = js ? caller(Math.max(0, from)) : null;
        bracket.parameters.clear();
        for (Token token : tokens.subList(Math.max(0, from), arrow)) {
            if (token.isName()) {
                bracket.parameters.add(token.text());
            }
        }
        bracket.statement = js ? bracket.statement : arrow + 1;
    }

    boolean isMember() {
        return !quoted && Chain.isDot(tokens, Chain.beforeLines(tokens, tokens.size()));
    }

    /** The value whose member is being typed; null where that is nothing with a name. */
    Chain receiver() {
        int dot = Chain.beforeLines(tokens, tokens.size());
        return Chain.before(tokens, Chain.beforeLines(tokens, dot) + 1, partners);
    }

    /** Whether a statement begins here. */
    boolean isStatement() {
        return (bracket.kind == Bracket.Kind.TEXT || bracket.kind == Bracket.Kind.BLOCK)
                && bracket.statement >= tokens.size();
    }
}
