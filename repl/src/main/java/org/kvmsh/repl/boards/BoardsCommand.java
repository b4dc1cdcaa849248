package org.kvmsh.repl.boards;

import java.util.List;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;

/** A command of {@code kvmsh boards}. */
abstract class BoardsCommand extends KvmshCommand {
    BoardsCommand(Invocation invocation) {
        super(invocation, "kvmsh boards");
    }

    /** Does something with one board. */
    interface Task {
        /** Returns the line to print. */
        String on(String name) throws BoardUnavailable;
    }

    /** Prints a line for each board, or to standard error why there is none; the status is the worst one. */
    final int each(List<String> names, Task task) {
        int status = ExitStatus.SUCCESS;
        for (String name : names) {
            try {
                out.println(task.on(name));
            } catch (BoardUnavailable e) {
                status = Math.max(status, refuse(e));
            }
        }
        out.flush();
        return status;
    }
}
