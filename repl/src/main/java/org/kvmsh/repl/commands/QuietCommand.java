package org.kvmsh.repl.commands;

import java.util.List;

/** {@code /quiet [on|off]}: the lines of calls, which {@code -q} leaves out from the start. */
final class QuietCommand implements ShellCommand {
    private static final String ON = "on";
    private static final String OFF = "off";

    private final ShellControl shell;

    QuietCommand(ShellControl shell) {
        this.shell = shell;
    }

    @Override
    public String usage() {
        return "/quiet [on|off]";
    }

    @Override
    public String about() {
        return "do not print the system calls that create and change a machine; /quiet off prints them again";
    }

    @Override
    public void run(String argument) {
        if (!argument.isEmpty() && !arguments().contains(argument)) {
            shell.out().println("/quiet takes on or off, not " + argument);
            return;
        }
        shell.quiet(!argument.equals(OFF));
        shell.out().println(shell.isQuiet() ? "calls are not printed; /quiet off prints them" : "calls are printed");
    }

    @Override
    public List<String> arguments() {
        return List.of(ON, OFF);
    }
}
