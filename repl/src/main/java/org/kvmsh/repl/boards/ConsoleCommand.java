package org.kvmsh.repl.boards;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.repl.cli.LockOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boards console}: the console of a board, by the lab's command, for the person at the terminal. */
@Command(
        name = "console",
        description = "Run a board's console command on this terminal. The board is locked meanwhile.",
        sortOptions = false)
final class ConsoleCommand implements Callable<Integer> {
    private final Boards boards;
    private final PrintWriter out;
    private final BoardTasks tasks;

    @Parameters(paramLabel = "BOARD", description = "A board of boards.toml.")
    private String name;

    @Mixin
    private LockOptions locks;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    ConsoleCommand(Boards boards, PrintWriter out, PrintWriter err) {
        this.boards = boards;
        this.out = out;
        this.tasks = new BoardTasks(out, err);
    }

    @Override
    public Integer call() {
        out.flush();
        try {
            return boards.waiting(locks.limit()).console(name);
        } catch (BoardUnavailable e) {
            return tasks.refuse(e);
        }
    }
}
