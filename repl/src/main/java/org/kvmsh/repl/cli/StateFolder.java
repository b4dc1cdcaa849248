package org.kvmsh.repl.cli;

import java.nio.file.Path;
import java.util.Map;

/** Where kvmsh keeps what lasts between sessions: the XDG state directory, or its default below the home directory. */
public final class StateFolder {
    private StateFolder() { }

    public static Path of(Map<String, String> environment) {
        String state = environment.get("XDG_STATE_HOME");
        if (state != null && !state.isEmpty()) {
            return Path.of(state, "kvmsh");
        }
        // Java takes user.home from the password file; a person who sets HOME means HOME.
        String home = environment.getOrDefault("HOME", System.getProperty("user.home"));
        return Path.of(home, ".local", "state", "kvmsh");
    }
}
