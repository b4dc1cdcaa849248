package org.kvmsh.repl.kernel;

import java.io.PrintWriter;
import java.util.Map;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.repl.cli.ProgressLine;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kvmsh kernel}: builds kernels for emulated boards, and lists them. */
@Command(
        name = "kernel",
        description = "Build, list and remove kernels for emulated boards.",
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:success", "1:the kernel was not built", "2:usage error"})
public final class KernelProgram implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private CommandLine line;

    private KernelProgram() {}

    /** The command line's part. */
    public static CommandLine line(Map<String, String> environment, PrintWriter out, PrintWriter err) {
        KernelProgram program = new KernelProgram();
        Boards boards = new Boards(environment, warning -> err.println("kvmsh kernel: warning: " + warning))
                .telling(new ProgressLine(environment, err, "kvmsh kernel"));
        program.line = new CommandLine(program)
                .addSubcommand(new BuildCommand(boards, out, err))
                .addSubcommand(new KernelsCommand(boards, out))
                .addSubcommand(new RemoveKernelCommand(boards, err));
        return program.line;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                line,
                "missing command: " + String.join(", ", line.getSubcommands().keySet()));
    }
}
