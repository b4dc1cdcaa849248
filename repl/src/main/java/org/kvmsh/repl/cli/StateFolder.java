package org.kvmsh.repl.cli;

import java.nio.file.Path;
import java.util.Map;
import org.kvmsh.bindings.board.UserFolders;

/** Where kvmsh keeps what lasts between sessions: the XDG state directory, or its default below the home directory. */
public final class StateFolder {
    private StateFolder() { }

    public static Path of(Map<String, String> environment) {
        return UserFolders.of(environment).state();
    }
}
