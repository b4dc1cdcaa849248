package org.kvmsh.bindings.abi.patch;

/**
 * A line of a patch.
 *
 * @param number of the text that was given, from 1; lines that were put back where a text had lost them share theirs
 * @param mark   '+' where the patch adds it, '-' where it takes it away, ' ' where it is there before and after, '@' the head of a hunk
 * @param text   without its mark
 * @param file   the file that it lies in; empty if the text names none
 * @param hunk   lines of one hunk follow each other in the file
 */
record Line(int number, char mark, String text, String file, int hunk) {
    boolean added() {
        return mark == '+';
    }
}
