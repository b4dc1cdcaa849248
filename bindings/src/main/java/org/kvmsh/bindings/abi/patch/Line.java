package org.kvmsh.bindings.abi.patch;

/**
 * A line of a patch.
 *
 * @param number line of the given text, from 1; restored lines have the number of the line that contained them
 * @param mark '+' if the patch adds it, '-' if the patch removes it, ' ' for context, '@' for the head of a hunk
 * @param text without its mark
 * @param file its file; empty if the text names none
 * @param hunk lines of one hunk follow each other in the file
 */
record Line(int number, char mark, String text, String file, int hunk) {
    boolean added() {
        return mark == '+';
    }

    /** How many more braces it opens than it closes. */
    int opens() {
        int depth = 0;
        for (char c : text.toCharArray()) {
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        }
        return depth;
    }
}
