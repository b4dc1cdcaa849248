package org.kvmsh.repl.boards;

import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.LockOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code boards console}: the console of a board, by the lab's command, for the person at the terminal. */
@Command(
        name = "console",
        description = "Run a board's console command from boards.toml on this terminal. While it runs, no"
                + " other kvmsh can use the board.",
        sortOptions = false)
final class ConsoleCommand extends BoardsCommand {
    @Parameters(paramLabel = "BOARD", description = "A board of boards.toml.")
    private String name;

    @Mixin
    private LockOptions locks;

    ConsoleCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        out.flush();
        try {
            return boards().waiting(locks.limit()).console(name);
        } catch (BoardUnavailable e) {
            return refuse(e);
        }
    }
}
