package org.kvmsh.repl.boards;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boards update}: gets the newest kernels of the releases that are set up. */
@Command(
        name = "update",
        sortOptions = false,
        description =
                "Update the kernels downloaded by 'boards setup', each to the newest in its Debian release, and print"
                        + " what changes. The old kernel is kept until the new one is complete. Boards that boot the same"
                        + " Debian package share a kernel.")
final class UpdateCommand implements Callable<Integer> {
    private final Boards boards;
    private final Progress line;
    private final PrintWriter out;
    private final BoardTasks tasks;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "qemu:x86_64, 'qemu:arm64?release=sid', ... Default: every board that is set up.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--check", description = "Only print what would change.")
    private boolean check;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    UpdateCommand(Boards boards, Progress line, PrintWriter out, PrintWriter err) {
        this.boards = boards;
        this.line = line;
        this.out = out;
        this.tasks = new BoardTasks(out, err);
    }

    @Override
    public Integer call() {
        List<String> wanted = names.isEmpty() ? boards.updatable() : names;
        if (wanted.isEmpty()) {
            out.println("no board is set up");
        }
        return tasks.each(
                wanted,
                name -> boards.telling(new SetupProgress(name, out, line)).update(name, check));
    }
}
