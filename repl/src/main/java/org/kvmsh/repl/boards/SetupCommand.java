package org.kvmsh.repl.boards;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boards setup}: gets what emulated boards need, on a Debian machine. */
@Command(
        name = "setup",
        description =
                "Install what emulated boards need: programs (with apt-get, as root) and a kernel (in the cache).",
        sortOptions = false)
final class SetupCommand extends BoardsCommand {
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

    SetupCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        if (bundle == null && names.isEmpty()) {
            return refuse("name a board, or a bundle with --offline FILE", ExitStatus.USAGE);
        }
        if (bundle != null && jvm) {
            return refuse("bundles contain no JVM: use --jvm without --offline", ExitStatus.USAGE);
        }
        Boards boards = boards();
        List<String> wanted = names;
        if (bundle != null) {
            try {
                wanted = boards.unbundle(bundle, names);
            } catch (BoardUnavailable e) {
                return refuse(e);
            }
        }
        return each(
                wanted,
                name -> bundle != null
                        ? boards.ready(name)
                        : boards.telling(new SetupProgress(name, out, progress()))
                                .setUp(name, jvm));
    }
}
