package org.kvmsh.dsl.paging;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a page, or all pages below a table, may be used for.
 *
 * @param user whether the less privileged mode may use it
 */
public record Rights(boolean read, boolean write, boolean execute, boolean user) {
    /** What a table allows that restricts nothing. */
    public static final Rights ALL = new Rights(true, true, true, true);

    private static final String USER = " user";
    private static final Pattern TEXT = Pattern.compile("(?=[rwx-])[r-]?[w-]?[x-]?(" + USER + ")?");

    /**
     * Rights as a script writes them, with or without hyphens: {@code rw}, {@code r-x}, {@code rwx user}.
     *
     * @return null if the text is something else
     */
    public static Rights of(String text) {
        return TEXT.matcher(text).matches()
                ? new Rights(text.startsWith("r"), has(text, 'w'), has(text, 'x'), text.endsWith(USER))
                : null;
    }

    /** Whether a letter is in a text before the name of the mode. */
    private static boolean has(String text, char letter) {
        return text.replace(USER, "").indexOf(letter) >= 0;
    }

    /** What both allow. */
    Rights and(Rights other) {
        return new Rights(read && other.read, write && other.write, execute && other.execute, user && other.user);
    }

    /** What allows more than these, the least first. */
    Stream<Rights> more() {
        return Stream.of(
                        new Rights(true, write, execute, user),
                        new Rights(read, write, true, user),
                        new Rights(true, write, true, user),
                        new Rights(true, true, execute, user),
                        new Rights(true, true, true, user))
                .filter(rights -> !rights.equals(this));
    }

    /** {@code rwx user}, as a listing has it. */
    @Override
    public String toString() {
        return (read ? "r" : "-") + (write ? "w" : "-") + (execute ? "x" : "-") + (user ? USER : "");
    }
}
