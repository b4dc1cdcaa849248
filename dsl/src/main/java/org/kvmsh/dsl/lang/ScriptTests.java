package org.kvmsh.dsl.lang;

import java.util.List;
import org.kvmsh.dsl.script.Source;

/**
 * The tests that the text of a script shows, without those of files that it includes.
 *
 * @param places in order
 * @param more whether it may have others: it includes a file, takes the word {@code test} as a value, or has another
 *     syntax than its language
 */
public record ScriptTests(List<TestPlace> places, boolean more) {
    /** The tests of a text without any. */
    public static final ScriptTests NONE = new ScriptTests(List.of(), false);
    /** The tests of a text that nobody can read. */
    public static final ScriptTests UNKNOWN = new ScriptTests(List.of(), true);

    public ScriptTests {
        places = List.copyOf(places);
    }

    /**
     * Whether a script's code, its strings and comments left out, may name a test: a parser takes long to load, and
     * most scripts have no tests.
     */
    public static boolean mayBeIn(Source script, Language language) {
        String text = script.text();
        boolean groovy = language == Language.GROOVY;
        boolean isRead = groovy ? !text.contains("$/") : !CodeText.isUnsure(text);
        return !isRead
                || text.contains("\\u")
                || (groovy ? CodeText.of(text, true) : CodeText.withTemplates(text)).contains("test");
    }

    /** Whether it has none, as far as its text shows. */
    public boolean isEmpty() {
        return places.isEmpty() && !more;
    }
}
