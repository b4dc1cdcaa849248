package org.kvmsh.repl.commands;

import java.util.List;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.BoardStartInterrupted;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.boards.BoardKinds;

/** {@code /board [NAME]}. */
final class BoardCommand implements ShellCommand {
    private final ShellControl shell;

    BoardCommand(ShellControl shell) {
        this.shell = shell;
    }

    @Override public String usage() {
        return "/board [NAME]";
    }

    @Override public String about() {
        return "switch to another board and close this one's VMs; without a name, list the boards";
    }

    @Override public void run(String name) {
        if (name.isEmpty()) {
            shell.out().println("at " + shell.board());
            for (BoardEntry board : shell.boards()) {
                shell.out().println(MarkedLine.of("  " + board.name() + " (" + (board.arch() == null ? "" : board.arch() + ", ")).and(BoardKinds.of(board)).and(") - " + (board.isAvailable() ? board.about() : notAtHand(board))));
            }
            return;
        }
        try {
            shell.out().println(shell.use(name));
        } catch (BoardStartInterrupted e) {
            shell.out().println(e.getMessage() + "; the current board is still " + shell.board());
        } catch (BoardUnavailable e) {
            shell.out().println(e.getMessage());
        }
    }

    private static String notAtHand(BoardEntry board) {
        return "not available: " + board.whyNot() + (board.howTo() == null ? "" : "; to set it up: " + board.howTo());
    }

    @Override public List<String> arguments() {
        return shell.boards().stream().map(BoardEntry::name).toList();
    }
}
