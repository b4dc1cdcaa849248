package org.kvmsh.repl.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;

/** A command of kvmsh, with its output and its messages. */
public abstract class KvmshCommand implements Callable<Integer> {
    /**
     * Set by the launcher: which of descriptors 0, 1 and 2 are terminals, as in 012, which Java itself cannot detect
     * before version 22.
     */
    public static final String TERMINAL = "KVMSH_TERMINAL";

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

    /** Whether descriptors, such as {@code 01}, are all terminals. */
    protected final boolean isTerminal(String descriptors) {
        String terminals = environment().getOrDefault(TERMINAL, "");
        return descriptors.chars().allMatch(each -> terminals.indexOf(each) >= 0);
    }

    /** The line on standard error that shows what the command waits for. */
    protected final ProgressLine progress() {
        return new ProgressLine(environment(), invocation.err(), name);
    }

    /** The boards of this host, whose warnings and progress are in the command's name. */
    protected final Boards boards() {
        return boards(progress());
    }

    /** The same with a line for progress that the command has. */
    protected final Boards boards(ProgressLine progress) {
        return new Boards(environment(), warning -> tell("warning: " + warning)).telling(progress);
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

    /** Prints why a board cannot be used; returns the exit status. */
    protected final int refuse(BoardUnavailable why) {
        return refuse(why.getMessage(), why instanceof NoSuchBoard ? ExitStatus.USAGE : ExitStatus.FAILED);
    }

    /** Prints a line, which is all that the command prints; returns the exit status. */
    protected final int print(Object line) {
        out.println(line);
        out.flush();
        return ExitStatus.SUCCESS;
    }
}
