package org.kvmsh.repl.kernel;

import org.kvmsh.repl.cli.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code kvmsh kernel}: builds kernels for emulated boards, and lists them. */
@Command(
        name = "kernel",
        description = "Build, list and remove kernels for emulated boards.",
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:success", "1:the kernel was not built", "2:usage error"})
public final class KernelProgram {
    static final String NAME = "kvmsh kernel";

    private KernelProgram() {}

    /** The command line's part. */
    public static CommandLine line(Invocation invocation) {
        return new CommandLine(new KernelProgram())
                .addSubcommand(new BuildCommand(invocation))
                .addSubcommand(new KernelsCommand(invocation))
                .addSubcommand(new RemoveKernelCommand(invocation));
    }
}
