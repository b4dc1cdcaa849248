package org.kvmsh.repl.dev;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kvmsh dev}: what is for work on kvmsh itself, in its source tree. */
@Command(
        name = "dev",
        description = "Commands for developing kvmsh, in its source tree.",
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:success", "1:a command failed", "2:usage error"})
public final class DevProgram implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private CommandLine line;

    private DevProgram() {}

    /** The command line's part. */
    public static CommandLine line(Map<String, String> environment, PrintWriter out, PrintWriter err) {
        DevProgram program = new DevProgram();
        program.line = new CommandLine(program).addSubcommand(new AbiMakeCommand(environment, out, err));
        return program.line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                line,
                "missing command: " + String.join(", ", line.getSubcommands().keySet()));
    }
}
