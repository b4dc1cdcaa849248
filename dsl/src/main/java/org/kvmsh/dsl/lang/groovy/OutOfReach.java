package org.kvmsh.dsl.lang.groovy;

import java.util.Set;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.lang.RegisterAdvice;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;

/** The errors of names that a script may not use. */
final class OutOfReach {
    /** Of a machine, with some sixty members, only the nearest is named. */
    private static final int MOST_LISTED = 20;

    private OutOfReach() {}

    static ScriptError of(Object asked, String name) {
        return of(asked.getClass(), ValueInWords.kind(asked), name);
    }

    /**
     * The error of a member. Types whose names are plural are not named: "a calls" is no English.
     *
     * @param kind what has the name, in words
     */
    static ScriptError of(Class<?> type, String kind, String name) {
        String message =
                Reach.isHeld(type) && isPlural(type) ? "unknown name '" + name + "'" : kind + " has no " + name;
        String register = RegisterAdvice.note(type, name);
        Set<String> there = Reach.names(type);
        String near = Nearest.note(name, there);
        boolean isListed = near.isEmpty() ? !there.isEmpty() : there.size() <= MOST_LISTED;
        return register.isEmpty()
                ? new ScriptError(Site.UNKNOWN, message, near, isListed ? "it has: " + String.join(", ", there) : "")
                : new ScriptError(Site.UNKNOWN, message, register);
    }

    /** Whether a type has a plural name, which an error does not use. */
    static boolean isPlural(Class<?> type) {
        return type.getSimpleName().endsWith("s");
    }

    /** The error of a call of one of {@link Reach#NO_WORDS}. */
    static ScriptError word(String name) {
        return new ScriptError(Site.UNKNOWN, "unknown word '" + name + "'", reserved(name));
    }

    /** Advice for a function whose name is one of them. */
    static String reserved(String name) {
        return "kvmsh uses the name " + name + " internally: give your function another name";
    }
}
