package org.kvmsh.repl.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.board.Boards;

/** A command of kvmsh, with its output and its messages. */
public abstract class KvmshCommand implements Callable<Integer> {
    protected final Invocation invocation;
    protected final StandardOutput out;
    private final String name;

    /** @param name what its messages begin with, such as {@code kvmsh test} */
    protected KvmshCommand(Invocation invocation, String name) {
        this.invocation = invocation;
        this.out = invocation.out();
        this.name = name;
    }

    protected final Map<String, String> environment() {
        return invocation.environment();
    }

    /** The line on standard error that shows what the command waits for. */
    protected final ProgressLine progress() {
        return new ProgressLine(environment(), invocation.err(), name);
    }

    /** The boards of this host, which warn in the command's name. */
    protected final Boards boards() {
        return new Boards(environment(), warning -> tell("warning: " + warning));
    }

    /** Prints a message of the command to standard error. */
    protected final void tell(String message) {
        out.flush();
        invocation.err().println(name + ": " + message);
    }

    /** Prints why the command does not do what it was asked for; returns the exit status. */
    protected final int refuse(String message, int status) {
        tell(message);
        return status;
    }
}
