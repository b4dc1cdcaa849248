package org.kvmsh.repl.boards;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.repl.cli.LockOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boards power}: switches the power of a board by the lab's commands. */
@Command(
        name = "power",
        description = "Switch a board's power with the commands in boards.toml. The board is locked meanwhile.",
        sortOptions = false)
final class PowerCommand implements Callable<Integer> {
    private final Boards boards;
    private final BoardTasks tasks;

    @Parameters(index = "0", paramLabel = "BOARD", description = "A board of boards.toml.")
    private String name;

    @Parameters(index = "1", paramLabel = "ACTION", description = "on, off or cycle.")
    private String action;

    @Mixin
    private LockOptions locks;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    PowerCommand(Boards boards, PrintWriter out, PrintWriter err) {
        this.boards = boards;
        this.tasks = new BoardTasks(out, err);
    }

    @Override
    public Integer call() {
        boards.waiting(locks.limit());
        return tasks.each(List.of(name), board -> {
            String printed = boards.power(board, action).strip();
            return (printed.isEmpty() ? "" : printed + "\n") + board + ": power " + action;
        });
    }
}
