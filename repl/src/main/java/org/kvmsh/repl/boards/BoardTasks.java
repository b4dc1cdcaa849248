package org.kvmsh.repl.boards;

import java.io.PrintWriter;
import java.util.List;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.repl.cli.ExitStatus;

/**
 * Does one thing with each board that a command names; where it cannot, it prints the reason to standard error and
 * returns the exit status.
 */
record BoardTasks(PrintWriter out, PrintWriter err) {
    /** Does something with one board. */
    interface Task {
        /** Returns the line to print. */
        String on(String name) throws BoardUnavailable;
    }

    /** Prints a line for each board; the status is the worst one. */
    int each(List<String> names, Task task) {
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

    int refuse(BoardUnavailable e) {
        return refuse(e.getMessage(), e instanceof NoSuchBoard ? ExitStatus.USAGE : ExitStatus.FAILED);
    }

    int refuse(String message, int status) {
        out.flush();
        err.println("kvmsh boards: " + message);
        return status;
    }
}
