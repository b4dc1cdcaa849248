package org.kvmsh.dsl.lang;

import java.util.Set;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The words that a verdict rests on. A script may give any other word's name to a variable of its own. */
public final class VerdictWords {
    public static final String EXPECT = "expect";
    public static final String TEST = "test";
    private static final Set<String> ALL = Set.of(EXPECT, TEST, "attempt", "refusal", "needs", "skip");

    private VerdictWords() {}

    /** Whether a script may not use a name for anything else. */
    public static boolean has(String name) {
        return ALL.contains(name);
    }

    /**
     * The error of a script's own name that would take the place of a word.
     *
     * @param what what has the name: a variable, a function
     */
    public static ScriptError hidden(Site at, String name, String what) {
        return new ScriptError(at, what + " named " + name + " would hide the word " + name, "use another name");
    }

    /** The error of a word that is written as a label, {@code expect: x == 1}. */
    public static ScriptError label(Site at, String name, String example) {
        return new ScriptError(
                at,
                name + ": is a label, which checks nothing",
                "write: " + (name.equals(EXPECT) ? example : name + "(…)"));
    }
}
