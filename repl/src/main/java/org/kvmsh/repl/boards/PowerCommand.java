package org.kvmsh.repl.boards;

import java.util.List;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.LockOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code boards power}: switches the power of a board by the lab's commands. */
@Command(
        name = "power",
        description =
                "Run a board's power command from boards.toml. While it runs, no other kvmsh can use the" + " board.",
        sortOptions = false)
final class PowerCommand extends BoardsCommand {
    @Parameters(index = "0", paramLabel = "BOARD", description = "A board of boards.toml.")
    private String name;

    @Parameters(index = "1", paramLabel = "ACTION", description = "on, off or cycle.")
    private String action;

    @Mixin
    private LockOptions locks;

    PowerCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        Boards boards = boards().waiting(locks.limit());
        return each(List.of(name), board -> {
            String printed = boards.power(board, action).strip();
            return (printed.isEmpty() ? "" : printed + "\n") + board + ": power " + action;
        });
    }
}
