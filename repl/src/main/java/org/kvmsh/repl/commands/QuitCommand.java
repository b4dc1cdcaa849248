package org.kvmsh.repl.commands;

/** {@code /quit}. */
final class QuitCommand implements ShellCommand {
    private final ShellControl shell;

    QuitCommand(ShellControl shell) {
        this.shell = shell;
    }

    @Override
    public String usage() {
        return "/quit";
    }

    @Override
    public String about() {
        return "close every VM and exit (also Ctrl-D)";
    }

    @Override
    public void run(String argument) {
        shell.leave();
    }
}
