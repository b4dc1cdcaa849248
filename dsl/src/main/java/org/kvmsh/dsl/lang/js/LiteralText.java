package org.kvmsh.dsl.lang.js;

import org.graalvm.polyglot.SourceSection;
import org.kvmsh.dsl.script.Site;

/**
 * A literal in the text of a script: the positions of an object's keys and an array's elements. If the text has
 * something else instead, such as a name or a call, the position is that of the last match.
 */
record LiteralText(SourceSection call, String text, int start, int value) {
    private static final int NOWHERE = -1;

    /** The position of the literal, and of its value. */

    /** The object among the arguments of a call; null if there is no call. */
    static LiteralText of(SourceSection call) {
        if (call == null) {
            return new LiteralText(null, "", 0, NOWHERE);
        }
        String text = call.getSource()
                .getCharacters()
                .subSequence(0, call.getCharEndIndex())
                .toString();
        int from = text.indexOf('(', call.getCharIndex());
        LiteralText arguments = new LiteralText(call, text, call.getCharIndex(), from < 0 ? NOWHERE : from);
        return new LiteralText(call, text, call.getCharIndex(), arguments.find('{', null, 0));
    }

    LiteralText key(String name) {
        int at = find(':', name, 0);
        return at == NOWHERE
                ? new LiteralText(call, text, start, NOWHERE)
                : new LiteralText(call, text, at, after(text.indexOf(':', at) + 1));
    }

    /** An element of an array; what is no array in the text is the one element itself. */
    LiteralText element(int index) {
        if (value == NOWHERE || text.charAt(value) != '[') {
            return this;
        }
        int at = find(',', null, index);
        return new LiteralText(call, text, at == NOWHERE ? start : at, at);
    }

    /** Null if there is no call. */
    Site site() {
        return call == null ? null : Places.site(call.getSource(), start);
    }

    /** Searches directly inside the brackets: an object for a key by name, an array for an element by index. */
    private int find(char sort, String name, int index) {
        if (value == NOWHERE || sort == ':' && text.charAt(value) != '{') {
            return NOWHERE;
        }
        int depth = 0;
        int elements = 0;
        boolean begins = false;
        for (int i = value; i < text.length(); i = after(past(i))) {
            char c = text.charAt(i);
            if (depth == 1
                    && (begins && (sort == ':' ? isKey(i, name) : sort == ',' && elements == index)
                            || sort == '{' && c == '{')) {
                return i;
            }
            begins = false;
            if ("([{".indexOf(c) >= 0) {
                begins = depth++ == 0;
            } else if (")]}".indexOf(c) >= 0) {
                if (--depth == 0) {
                    return NOWHERE;
                }
            } else if (c == ',' && depth == 1) {
                begins = true;
                elements++;
            }
        }
        return NOWHERE;
    }

    private boolean isKey(int at, String name) {
        int end = past(at);
        String key = text.substring(at, end);
        return (key.equals(name)
                        || key.length() == name.length() + 2
                                && key.substring(1, key.length() - 1).equals(name))
                && after(end) < text.length()
                && text.charAt(after(end)) == ':';
    }

    /** Behind the string, the word or the character that is somewhere. */
    private int past(int at) {
        char first = text.charAt(at);
        int end = at + 1;
        if (first == '\'' || first == '"' || first == '`') {
            while (end < text.length() && text.charAt(end) != first) {
                end += text.charAt(end) == '\\' ? 2 : 1;
            }
            return Math.min(end + 1, text.length());
        }
        while (Character.isJavaIdentifierPart(first)
                && end < text.length()
                && Character.isJavaIdentifierPart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The next position after white space and comments. */
    private int after(int from) {
        int at = from;
        while (at < text.length()) {
            if (Character.isWhitespace(text.charAt(at))) {
                at++;
            } else if (text.startsWith("//", at)) {
                at = text.indexOf('\n', at) < 0 ? text.length() : text.indexOf('\n', at);
            } else if (text.startsWith("/*", at)) {
                at = text.indexOf("*/", at) < 0 ? text.length() : text.indexOf("*/", at) + 2;
            } else {
                return at;
            }
        }
        return at;
    }
}
