package org.kvmsh.dsl.spec;

/**
 * A script's text.
 *
 * @param name as messages spell it: a path, {@code -e}, {@code stdin}
 */
public record Source(String name, String text) {
    /** A line from 1; empty where there is none. */
    public String line(int number) {
        return text.lines().skip(Math.max(0, number - 1)).findFirst().orElse("");
    }
}
