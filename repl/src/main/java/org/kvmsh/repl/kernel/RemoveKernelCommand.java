package org.kvmsh.repl.kernel;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.repl.cli.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kernel remove}: removes kernels that were built. */
@Command(
        name = "remove",
        description = "Remove locally built kernels and their build directories.",
        sortOptions = false)
final class RemoveKernelCommand implements Callable<Integer> {
    private final Boards boards;
    private final PrintWriter err;

    @Parameters(index = "0", paramLabel = "BOARD", description = "qemu:x86_64, ...")
    private String board;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "NAME",
            description = "A kernel name, as shown by kvmsh kernel list.")
    private List<String> names;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    RemoveKernelCommand(Boards boards, PrintWriter err) {
        this.boards = boards;
        this.err = err;
    }

    @Override
    public Integer call() {
        int status = ExitStatus.SUCCESS;
        for (String name : names) {
            try {
                boards.removeKernel(board, name);
            } catch (BoardUnavailable e) {
                err.println("kvmsh kernel: " + e.getMessage());
                status = Math.max(status, e instanceof NoSuchBoard ? ExitStatus.USAGE : ExitStatus.FAILED);
            }
        }
        return status;
    }
}
