package org.kvmsh.repl.commands;

import java.util.List;

/** One command about the session. */
interface ShellCommand {
    /** The command as it is typed. */
    String usage();

    /** A description in one line. */
    String about();

    void run(String argument);

    /** Whether paths of files may follow the command. */
    default boolean takesFiles() {
        return false;
    }

    /** The arguments that may follow the command. */
    default List<String> arguments() {
        return List.of();
    }
}
