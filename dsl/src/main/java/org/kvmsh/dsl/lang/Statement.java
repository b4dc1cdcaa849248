package org.kvmsh.dsl.lang;

/**
 * A statement at the top level of a text.
 *
 * @param start where it begins in the text, from 0
 * @param end where it ends, without the semicolon after it
 * @param name the variable that it assigns, {@code m} of {@code def m = vm { }}; null for any other statement
 * @param declares whether it declares that variable
 * @param value where the assigned value begins in the text; start if nothing is assigned
 */
public record Statement(int start, int end, String name, boolean declares, int value) {
    /** A statement that assigns no variable. */
    public static Statement plain(int start, int end) {
        return new Statement(start, end, null, false, start);
    }

    /** Whether a position in the text is inside this statement. */
    public boolean has(int place) {
        return start <= place && place < end;
    }
}
