package org.kvmsh.repl.kernel;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.KeptKernel;
import org.kvmsh.repl.abi.Columns;
import org.kvmsh.repl.cli.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kernel list}: the kernels that were built and kept. */
@Command(name = "list", description = "List locally built kernels, with the source of each and its size on disk.", sortOptions = false)
final class KernelsCommand implements Callable<Integer> {
    /** The board of an architecture that boots its kernels. */
    private static final String EMULATED = "qemu:";

    private final Boards boards;
    private final PrintWriter out;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    KernelsCommand(Boards boards, PrintWriter out) {
        this.boards = boards;
        this.out = out;
    }

    @Override public Integer call() {
        List<KeptKernel> kernels = boards.kernels();
        if (kernels.isEmpty()) {
            out.println("no kernels; build one with kvmsh kernel build " + Boards.EMULATED);
        }
        Columns columns = new Columns(0);
        kernels.forEach(kernel -> columns.row(EMULATED + kernel.table(), kernel.name(), kernel.version(), (kernel.bytes() >> 20) + " MiB", kernel.from()));
        columns.marked("").forEach(out::println);
        out.flush();
        return ExitStatus.SUCCESS;
    }
}
