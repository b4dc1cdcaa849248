package org.kvmsh.repl.abi;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code abi make}, now {@code dev abi-make}. */
@Command(name = "make", hidden = true)
final class MovedCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    static CommandLine line() {
        return new CommandLine(new MovedCommand()).setUnmatchedArgumentsAllowed(true);
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.parent().commandLine(), "abi has no subcommand 'make'; did you mean 'kvmsh dev abi-make'?");
    }
}
