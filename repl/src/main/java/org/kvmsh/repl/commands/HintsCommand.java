package org.kvmsh.repl.commands;

import java.util.List;

/** {@code /hints [on|off]}: the arguments of the word at the caret, under the line. */
final class HintsCommand implements ShellCommand {
    private static final String ON = "on";
    private static final String OFF = "off";

    private final ShellControl shell;

    HintsCommand(ShellControl shell) {
        this.shell = shell;
    }

    @Override
    public String usage() {
        return "/hints [on|off]";
    }

    @Override
    public String about() {
        return "show, below the line, the arguments of the word at the cursor, or stop showing them";
    }

    @Override
    public void run(String wanted) {
        if (!wanted.isEmpty() && !arguments().contains(wanted)) {
            shell.out().println("/hints takes on or off, not " + wanted);
            return;
        }
        if (!wanted.isEmpty()) {
            shell.showSignatures(wanted.equals(ON));
        }
        shell.out().println("hints are " + (shell.hasSignatures() ? ON : OFF));
    }

    @Override
    public List<String> arguments() {
        return List.of(ON, OFF);
    }
}
