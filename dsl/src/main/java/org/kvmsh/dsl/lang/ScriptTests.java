package org.kvmsh.dsl.lang;

import java.util.List;

/**
 * The tests that the text of a script shows, without those of files that it includes.
 *
 * @param places in order
 * @param more whether it may have others: it includes a file, takes the word {@code test} as a value, or has another
 *     syntax than its language
 */
public record ScriptTests(List<TestPlace> places, boolean more) {
    /** Of a text that nobody can read. */
    public static final ScriptTests UNKNOWN = new ScriptTests(List.of(), true);

    public ScriptTests {
        places = List.copyOf(places);
    }

    /** Whether it has none, as far as its text shows. */
    public boolean isEmpty() {
        return places.isEmpty() && !more;
    }
}
