package org.kvmsh.dsl.complete;

import java.util.List;

/**
 * Whether a text that grows line by line has an open bracket, string or comment. It reads only what was added, and
 * where a compiler may know better it is not asked: a bracket in a regular expression counts.
 */
public final class OpenText {
    private final boolean js;
    private final StringBuilder unread = new StringBuilder();
    private int depth;
    private boolean quoted;

    public OpenText(boolean js) {
        this.js = js;
    }

    /** @param line with its end */
    public void add(String line) {
        unread.append(line);
        List<Token> tokens = Tokens.of(unread.toString(), js);
        Token last = tokens.isEmpty() ? null : tokens.get(tokens.size() - 1);
        quoted = last != null && (last.kind() == Token.Kind.OPEN_STRING || last.kind() == Token.Kind.OPEN_COMMENT);
        if (!quoted) {
            tokens.forEach(token -> depth += token.isOpening() ? 1 : token.isClosing() ? -1 : 0);
            unread.setLength(0);
        }
    }

    public boolean isOpen() {
        return quoted || depth > 0;
    }

    /** Whether it breaks off in a string or a comment. */
    public boolean isQuoted() {
        return quoted;
    }
}
