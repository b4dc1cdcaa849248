package org.kvmsh.repl.commands;

import java.util.List;

/** One command about the session. */
interface ShellCommand {
    /** How it is typed. */
    String usage();

    /** What it does, in a line. */
    String about();

    void run(String argument);

    /** What may follow it. */
    default List<String> arguments() {
        return List.of();
    }
}
