package org.kvmsh.repl.cli;

import java.util.Map;

/** Whether what is printed on a terminal has colors. */
public final class Colors {
    /** Set to any non-empty value: https://no-color.org. */
    private static final String NO_COLOR = "NO_COLOR";

    private static final String TERM = "TERM";
    private static final String DUMB = "dumb";

    private Colors() {}

    /** Whether a terminal's user wants colors, and the terminal has some. */
    public static boolean areWanted(Map<String, String> environment) {
        return environment.getOrDefault(NO_COLOR, "").isEmpty()
                && !environment.getOrDefault(TERM, DUMB).equals(DUMB);
    }
}
