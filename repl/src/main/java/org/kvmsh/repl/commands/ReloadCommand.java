package org.kvmsh.repl.commands;

import org.kvmsh.bindings.board.BoardStartInterrupted;
import org.kvmsh.bindings.board.BoardUnavailable;

/** {@code /reload}. */
final class ReloadCommand implements ShellCommand {
    private final ShellControl shell;

    ReloadCommand(ShellControl shell) {
        this.shell = shell;
    }

    @Override
    public String usage() {
        return "/reload";
    }

    @Override
    public String about() {
        return "restart the current board, with its kernel as it is now, and run the session's input on it again";
    }

    @Override
    public void run(String argument) {
        if (!argument.isEmpty()) {
            shell.out().println("/reload takes no argument; to run the input on another board: /board NAME --run");
            return;
        }
        try {
            shell.out().println(shell.useAgain());
        } catch (BoardStartInterrupted e) {
            shell.out().println(e.getMessage() + "; the current board has not changed");
            return;
        } catch (BoardUnavailable e) {
            shell.out().println(e.getMessage() + "\nthe current board has not changed");
            return;
        }
        new Repetition(shell).run();
    }
}
