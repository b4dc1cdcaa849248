package org.kvmsh.repl.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that kvmsh no longer has under its name, and what to write instead. */
@Command(hidden = true)
public final class MovedCommand implements Runnable {
    private final String told;

    @Spec
    private CommandSpec spec;

    private MovedCommand(String told) {
        this.told = told;
    }

    /**
     * The command line's part, which takes all arguments of the former command.
     *
     * @param told what is wrong and what to use, without a full stop
     */
    public static CommandLine line(String told) {
        return new CommandLine(new MovedCommand(told)).setUnmatchedArgumentsAllowed(true);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.parent().commandLine(), told);
    }
}
