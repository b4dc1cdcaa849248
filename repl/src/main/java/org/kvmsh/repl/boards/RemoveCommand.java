package org.kvmsh.repl.boards;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.board.Boards;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boards remove}: removes the kernels that {@code boards setup} got. */
@Command(
        name = "remove",
        description =
                "Remove the kernels downloaded by kvmsh boards setup. Programs stay installed. Boards that boot the"
                        + " same Debian package share a kernel.",
        sortOptions = false)
final class RemoveCommand implements Callable<Integer> {
    private final Boards boards;
    private final BoardTasks tasks;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "qemu:x86_64, 'qemu:arm64?release=sid', ...")
    private List<String> names;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    RemoveCommand(Boards boards, PrintWriter out, PrintWriter err) {
        this.boards = boards;
        this.tasks = new BoardTasks(out, err);
    }

    @Override
    public Integer call() {
        return tasks.each(names, boards::remove);
    }
}
