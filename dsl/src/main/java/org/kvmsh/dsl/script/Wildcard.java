package org.kvmsh.dsl.script;

import java.util.regex.Pattern;

/** A pattern of names as scripts write it, in which {@code *} matches any characters. */
public final class Wildcard {
    private Wildcard() {}

    /** @param flags of {@link Pattern} */
    public static Pattern of(String pattern, int flags) {
        return Pattern.compile("\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E", flags);
    }
}
