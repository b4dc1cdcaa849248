package org.kvmsh.dsl.paging;

/**
 * What a page, or all pages below a table, may be used for.
 *
 * @param user whether the less privileged mode may use it
 */
public record Rights(boolean read, boolean write, boolean execute, boolean user) {
    /** What a table allows that restricts nothing. */
    public static final Rights ALL = new Rights(true, true, true, true);

    Rights and(Rights other) {
        return new Rights(read && other.read, write && other.write, execute && other.execute, user && other.user);
    }

    /** {@code rwx user}, as a listing has it. */
    @Override
    public String toString() {
        return (read ? "r" : "-") + (write ? "w" : "-") + (execute ? "x" : "-") + (user ? " user" : "");
    }
}
