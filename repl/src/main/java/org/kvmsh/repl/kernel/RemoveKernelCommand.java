package org.kvmsh.repl.kernel;

import java.util.List;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code kernel remove}: removes kernels that were built. */
@Command(
        name = "remove",
        description = "Remove locally built kernels and their build directories.",
        sortOptions = false)
final class RemoveKernelCommand extends KvmshCommand {
    @Parameters(index = "0", paramLabel = "BOARD", description = "qemu:x86_64, ...")
    private String board;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "NAME",
            description = "A kernel name, as shown by kvmsh kernel list.")
    private List<String> names;

    RemoveKernelCommand(Invocation invocation) {
        super(invocation, KernelProgram.NAME);
    }

    @Override
    public Integer call() {
        int status = ExitStatus.SUCCESS;
        for (String name : names) {
            try {
                boards().removeKernel(board, name);
            } catch (BoardUnavailable e) {
                status = Math.max(status, refuse(e));
            }
        }
        return status;
    }
}
