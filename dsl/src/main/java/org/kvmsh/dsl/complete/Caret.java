package org.kvmsh.dsl.complete;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Where a text breaks off: in which brackets, in which argument, after which value. */
final class Caret {
    private static final Set<String> CONTINUED = Set.of(",", ".", "?.", "+", "-", "*", "=", "|", "&", "==", "&&", "||", "->", "=>", ":", "?");

    final List<Token> tokens;
    /** For each opening bracket that is closed its closing one, and the reverse; -1 for other tokens. */
    final int[] partners;
    /** The name or the string that is being typed; empty between tokens. */
    final String begun;
    final boolean quoted;
    final boolean inComment;
    Bracket frame = new Bracket(null, Bracket.Kind.TEXT, -1, null);
    private final boolean js;
    private final Set<String> blocks;

    /** @param blocks the words that a block follows */
    Caret(String text, boolean js, Set<String> blocks) {
        this.js = js;
        this.blocks = blocks;
        List<Token> all = new ArrayList<>(Tokens.of(text, js));
        Token last = all.isEmpty() ? null : all.get(all.size() - 1);
        quoted = last != null && last.kind() == Token.Kind.OPEN_STRING;
        inComment = last != null && last.kind() == Token.Kind.OPEN_COMMENT;
        boolean name = last != null && last.isName() && text.endsWith(last.text());
        begun = quoted || name ? last.text() : "";
        if (quoted || name) {
            all.remove(all.size() - 1);
        }
        tokens = List.copyOf(all);
        partners = new int[tokens.size()];
        Arrays.fill(partners, -1);
        for (int i = 0; i < tokens.size(); i++) {
            take(i);
        }
    }

    private void take(int i) {
        Token token = tokens.get(i);
        if (token.isOpening() || token.is("<") && isBlockOf(i)) {
            frame = opened(i);
        } else if ((token.isClosing() || token.is(">") && frame.at >= 0 && tokens.get(frame.at).is("<")) && frame.outer != null) {
            partners[i] = frame.at;
            partners[frame.at] = i;
            frame = frame.outer;
        } else if (token.is(";") || token.kind() == Token.Kind.LINE && frame.kind != Bracket.Kind.ARGUMENTS && frame.kind != Bracket.Kind.LIST && frame.kind != Bracket.Kind.OBJECT && !isContinued(i)) {
            frame.statement = i + 1;
        } else if (token.is("->") && frame.kind == Bracket.Kind.BLOCK || token.is("=>")) {
            parameters(i);
        }
    }

    /** {@code vm < platform SPAPR >}, the other spelling of a block. */
    private boolean isBlockOf(int i) {
        return !js && i > 0 && tokens.get(i - 1).isName() && blocks.contains(tokens.get(i - 1).text()) && i - 1 == valueStart(frame.statement);
    }

    private boolean isContinued(int line) {
        Token before = line == 0 ? null : tokens.get(line - 1);
        return before != null && before.kind() == Token.Kind.SYMBOL && CONTINUED.contains(before.text());
    }

    private Bracket opened(int i) {
        Token before = i == 0 ? null : tokens.get(i - 1);
        Token bracket = tokens.get(i);
        if (bracket.is("(")) {
            return new Bracket(frame, Bracket.Kind.ARGUMENTS, i, before != null && before.isName() ? Chain.before(tokens, i, partners) : null);
        }
        if (bracket.is("[")) {
            return new Bracket(frame, Bracket.Kind.LIST, i, null);
        }
        if (!js) {
            return new Bracket(frame, Bracket.Kind.BLOCK, i, before == null ? null : before.is(")") ? Chain.before(tokens, i, partners) : command(frame, i));
        }
        boolean arrow = before != null && before.is("=>");
        if (before != null && !arrow && (before.is("(") || before.is(",") || before.is(":") || before.is("["))) {
            return new Bracket(frame, Bracket.Kind.OBJECT, i, before.is(":") ? key(i - 1) : call());
        }
        Bracket block = new Bracket(frame, Bracket.Kind.BLOCK, i, arrow ? call() : null);
        if (arrow) {
            block.parameters.addAll(frame.parameters);
        }
        return block;
    }

    /** The word that has the argument at the caret, in parentheses. */
    private Chain call() {
        return frame.kind == Bracket.Kind.ARGUMENTS ? frame.callee : null;
    }

    /** {@code vcpu} of <code>{vcpu: {</code>. */
    private Chain key(int colon) {
        return frame.kind == Bracket.Kind.OBJECT && colon > 0 && tokens.get(colon - 1).isName() ? new Chain(List.of(new Chain.Link(tokens.get(colon - 1).text(), false)), colon - 1) : null;
    }

    /** The word that begins the statement, with its arguments without parentheses, up to {@code end}; null for none. */
    Chain command(Bracket in, int end) {
        int start = valueStart(in.statement);
        if (start >= end || !tokens.get(start).isName() || Chain.isKeyword(tokens.get(start))) {
            return null;
        }
        int last = start;
        while (last + 2 < end && tokens.get(last + 1).is(".") && tokens.get(last + 2).isName()) {
            last += 2;
        }
        // After a bracket it is no word with arguments, but the value of a call.
        boolean arguments = last + 1 >= end || !tokens.get(last + 1).is("(") && !tokens.get(last + 1).is("=") && !tokens.get(last + 1).is("[") && !tokens.get(last + 1).is(".");
        return arguments ? Chain.before(tokens, last + 1, partners) : null;
    }

    /** The first token of what a statement computes: behind {@code def x =} and {@code return}. */
    private int valueStart(int statement) {
        int start = statement;
        while (start < tokens.size() && Chain.isKeyword(tokens.get(start))) {
            start++;
        }
        while (start + 1 < tokens.size() && tokens.get(start).isName() && tokens.get(start + 1).is("=")) {
            start += 2;
        }
        return start;
    }

    private void parameters(int arrow) {
        int from = js ? arrow - 1 : frame.at + 1;
        if (js && tokens.get(from).is(")") && partners[from] >= 0) {
            from = partners[from];
        }
        frame.parameters.clear();
        for (Token token : tokens.subList(Math.max(0, from), arrow)) {
            if (token.isName()) {
                frame.parameters.add(token.text());
            }
        }
        frame.statement = js ? frame.statement : arrow + 1;
    }

    /** The last token before what is being typed, without line ends; null at the beginning. */
    Token before() {
        for (int i = tokens.size() - 1; i >= 0; i--) {
            if (tokens.get(i).kind() != Token.Kind.LINE) {
                return tokens.get(i);
            }
        }
        return null;
    }

    boolean isMember() {
        Token before = before();
        return !quoted && before != null && (before.is(".") || before.is("?."));
    }

    /** What has the member that is being typed; null where that is nothing with a name. */
    Chain receiver() {
        int dot = tokens.size() - 1;
        while (tokens.get(dot).kind() == Token.Kind.LINE) {
            dot--;
        }
        int end = dot;
        while (end > 0 && tokens.get(end - 1).kind() == Token.Kind.LINE) {
            end--;
        }
        return Chain.before(tokens, end, partners);
    }

    /** Whether a statement begins here. */
    boolean isStatement() {
        return (frame.kind == Bracket.Kind.TEXT || frame.kind == Bracket.Kind.BLOCK) && frame.statement >= tokens.size();
    }
}
