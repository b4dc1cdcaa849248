package org.kvmsh.dsl.lang;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Finds the bracket that is most likely missing or superfluous: the first one whose indentation is not that of its
 * counterpart.
 */
final class Brackets {
    private static final String OPENING = "([{";
    private static final String CLOSING = ")]}";

    private final String code;
    private final Deque<Integer> open = new ArrayDeque<>();
    /** The first opening bracket whose counterpart is less indented, and the first closing one that is more. */
    private int outdented = -1;

    private int indented = -1;

    /**
     * A bracket without its counterpart.
     *
     * @param position in the text
     */
    record Lonely(int position, String message, String note) {}

    private Brackets(String code) {
        this.code = code;
    }

    /**
     * @param code a text without strings and comments
     * @return null if every bracket has its counterpart
     */
    static Lonely find(String code) {
        return new Brackets(code).find();
    }

    private Lonely find() {
        for (int i = 0; i < code.length(); i++) {
            if (OPENING.indexOf(code.charAt(i)) >= 0) {
                open.push(i);
            } else if (CLOSING.indexOf(code.charAt(i)) >= 0) {
                if (open.isEmpty()) {
                    return superfluous(indented >= 0 ? indented : i);
                }
                int opener = open.pop();
                if (OPENING.indexOf(code.charAt(opener)) != CLOSING.indexOf(code.charAt(i))) {
                    return outdented >= 0
                            ? unclosed(outdented)
                            : indented >= 0 ? superfluous(indented) : unclosed(opener);
                }
                compare(opener, i);
            }
        }
        return open.isEmpty() ? null : unclosed(outdented >= 0 ? outdented : open.peek());
    }

    private Lonely unclosed(int at) {
        return new Lonely(
                at,
                "this " + code.charAt(at) + " is not closed",
                "close it with " + CLOSING.charAt(OPENING.indexOf(code.charAt(at))));
    }

    private Lonely superfluous(int at) {
        return new Lonely(
                at, "unmatched " + code.charAt(at), "remove it, or add the missing opening bracket before it");
    }

    private void compare(int opener, int closer) {
        int line = lineStart(closer);
        if (!code.substring(line, closer).isBlank() || lineStart(opener) == line) {
            return;
        }
        int difference = closer - line - indent(lineStart(opener));
        outdented = outdented < 0 && difference < 0 ? opener : outdented;
        indented = indented < 0 && difference > 0 ? closer : indented;
    }

    private int lineStart(int at) {
        return code.lastIndexOf('\n', at - 1) + 1;
    }

    private int indent(int line) {
        int at = line;
        while (at < code.length() && (code.charAt(at) == ' ' || code.charAt(at) == '\t')) {
            at++;
        }
        return at - line;
    }
}
