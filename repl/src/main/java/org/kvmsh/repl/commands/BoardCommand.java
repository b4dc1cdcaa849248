package org.kvmsh.repl.commands;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.BoardStartInterrupted;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.dsl.compare.BoardFeatures;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.boards.BoardKinds;

/** {@code /board [NAME]}. */
final class BoardCommand implements ShellCommand {
    private static final String RUN = "--run";

    private final ShellControl shell;

    BoardCommand(ShellControl shell) {
        this.shell = shell;
    }

    @Override
    public String usage() {
        return "/board [NAME [--run]]";
    }

    @Override
    public String about() {
        return "switch to another board, close this one's VMs and show how the boards differ; --run runs the session's"
                + " input there; without a name, list the boards";
    }

    @Override
    public void run(String argument) {
        List<String> words = new ArrayList<>(Arrays.asList(argument.split("\\s+")));
        boolean repeats = words.remove(RUN);
        String name = String.join(" ", words);
        if (name.isEmpty() && repeats) {
            shell.out().println(RUN + " needs a board: " + usage() + "; to run the input on this board again: /reload");
        } else if (name.isEmpty()) {
            shell.out().println("current board: " + shell.board());
            for (BoardEntry board : shell.boards()) {
                shell.out()
                        .println(MarkedLine.of(
                                        "  " + board.name() + " (" + (board.arch() == null ? "" : board.arch() + ", "))
                                .and(BoardKinds.of(board))
                                .and(") - " + (board.isAvailable() ? board.about() : notAtHand(board))));
            }
        } else {
            use(name, repeats);
        }
    }

    private void use(String name, boolean repeats) {
        try {
            BoardFeatures before = shell.features();
            shell.out().println(shell.use(name));
            tellDifferences(before);
            if (repeats) {
                new Repetition(shell).run();
            } else if (!shell.typed().isEmpty()) {
                shell.out()
                        .println(
                                "  the variables are kept, the machines are closed; /reload runs the session's input on this board");
            }
        } catch (BoardStartInterrupted e) {
            shell.out().println(e.getMessage() + "; the current board is still " + shell.board());
        } catch (BoardUnavailable e) {
            shell.out().println(e.getMessage());
        }
    }

    /** Two boards that answer alike need no word. */
    private void tellDifferences(BoardFeatures before) {
        BoardFeatures now = before == null ? null : shell.features();
        if (now != null) {
            now.differencesFrom(before).forEach(line -> shell.out().println("  " + line));
        }
    }

    private static String notAtHand(BoardEntry board) {
        return "not available: " + board.whyNot() + (board.howTo() == null ? "" : "; to set it up: " + board.howTo());
    }

    @Override
    public List<String> arguments() {
        return shell.boards().stream().map(BoardEntry::name).toList();
    }
}
