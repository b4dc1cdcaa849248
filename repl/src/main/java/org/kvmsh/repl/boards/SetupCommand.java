package org.kvmsh.repl.boards;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.Progress;
import org.kvmsh.repl.cli.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boards setup}: gets what emulated boards need, on a Debian machine. */
@Command(
        name = "setup",
        description = "Install what emulated boards need: programs through apt-get, a kernel in the cache.",
        sortOptions = false)
final class SetupCommand implements Callable<Integer> {
    private final Boards boards;
    private final Progress line;
    private final PrintWriter out;
    private final BoardTasks tasks;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description =
                    "qemu:x86_64, qemu:arm64, ...; 'qemu:arm64?release=sid' for the kernel of another Debian release.")
    private List<String> names = new ArrayList<>();

    @Option(
            names = "--jvm",
            description = "Also install a JVM, so that kvmsh can run on the board itself (kvmsh boards inside).")
    private boolean jvm;

    @Option(
            names = "--offline",
            paramLabel = "FILE",
            description =
                    "Take the kernels from a bundle created by kvmsh boards bundle; no network is used. Without NAME:"
                            + " all kernels in the bundle. Nothing is written unless the whole file is intact.")
    private Path bundle;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    SetupCommand(Boards boards, Progress line, PrintWriter out, PrintWriter err) {
        this.boards = boards;
        this.line = line;
        this.out = out;
        this.tasks = new BoardTasks(out, err);
    }

    @Override
    public Integer call() {
        if (bundle == null && names.isEmpty()) {
            return tasks.refuse("name a board, or a bundle with --offline FILE", ExitStatus.USAGE);
        }
        if (bundle != null && jvm) {
            return tasks.refuse("bundles contain no JVM: use --jvm without --offline", ExitStatus.USAGE);
        }
        List<String> wanted = names;
        if (bundle != null) {
            try {
                wanted = boards.unbundle(bundle, names);
            } catch (BoardUnavailable e) {
                return tasks.refuse(e);
            }
        }
        return tasks.each(
                wanted,
                name -> bundle != null
                        ? boards.ready(name)
                        : boards.telling(new SetupProgress(name, out, line)).setUp(name, jvm));
    }
}
