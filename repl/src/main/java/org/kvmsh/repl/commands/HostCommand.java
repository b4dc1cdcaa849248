package org.kvmsh.repl.commands;

import java.io.IOException;

/** {@code /sh COMMAND}: a command of the host's shell. */
final class HostCommand implements ShellCommand {
    private final ShellControl shell;

    HostCommand(ShellControl shell) {
        this.shell = shell;
    }

    @Override
    public String usage() {
        return "/sh COMMAND";
    }

    @Override
    public String about() {
        return "run a command of the host's shell, connected to the terminal; !COMMAND does the same unless COMMAND"
                + " begins with a word or a variable of the language";
    }

    @Override
    public boolean takesFiles() {
        return true;
    }

    @Override
    public void run(String command) {
        if (command.isEmpty()) {
            shell.out().println("missing argument: " + usage());
            return;
        }
        try {
            int status = shell.programs().run(command);
            if (status != 0) {
                shell.out().println("exit status " + status);
            }
        } catch (IOException e) {
            shell.out().println("cannot run " + command + ": " + e.getMessage());
        }
    }
}
