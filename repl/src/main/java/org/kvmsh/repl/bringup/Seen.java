package org.kvmsh.repl.bringup;

/**
 * What the first look at a board has seen, or why it has not.
 *
 * @param verdict of its line
 * @param name of what was looked for, such as {@code kernel log}
 * @param about its value, what is wrong with it, or why it is not visible
 * @param toTry what may help; null if nothing is needed
 */
record Seen(String verdict, String name, String about, String toTry) {
    static Seen of(String name, String about) {
        return new Seen("ok", name, about, null);
    }

    static Seen hidden(String name, String why, String toTry) {
        return new Seen("not visible", name, why, toTry);
    }

    static Seen wrong(String name, String what, String toTry) {
        return new Seen("not ok", name, what, toTry);
    }
}
