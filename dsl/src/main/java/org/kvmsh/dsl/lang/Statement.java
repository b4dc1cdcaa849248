package org.kvmsh.dsl.lang;

import java.util.List;

/**
 * A statement at the top level of a text.
 *
 * @param start where it begins in the text, from 0
 * @param end where it ends, without the semicolon after it
 * @param name the variable that it assigns, {@code m} of {@code def m = vm { }}; null for any other statement
 * @param declared the variables that it declares, also {@code a} and {@code b} of {@code let [a, b] = f()}
 * @param unset those of them without a value
 * @param value where the assigned value begins in the text; start if nothing is assigned
 */
public record Statement(int start, int end, String name, List<String> declared, List<String> unset, int value) {
    /** A statement that assigns and declares no variable. */
    public static Statement plain(int start, int end) {
        return declaring(start, end, List.of(), List.of());
    }

    /** A statement that declares variables otherwise than one by one, or without a value. */
    public static Statement declaring(int start, int end, List<String> declared, List<String> unset) {
        return new Statement(start, end, null, declared, unset, start);
    }

    /** Whether it declares variables. */
    public boolean declares() {
        return !declared.isEmpty();
    }

    /** Whether a position in the text is inside this statement. */
    public boolean has(int place) {
        return start <= place && place < end;
    }
}
