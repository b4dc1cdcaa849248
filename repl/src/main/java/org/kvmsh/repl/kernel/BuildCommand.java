package org.kvmsh.repl.kernel;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.KernelRequest;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kernel build}: builds a kernel for an emulated board and keeps it under a name. */
@Command(
        name = "build",
        sortOptions = false,
        description = "Build a small kernel with KVM for an emulated board, from your tree or from Debian's package"
                + " linux-source-VERSION. A kernel with the same source and configuration is not rebuilt. Your"
                + " tree is not modified.")
final class BuildCommand extends KvmshCommand {
    @Parameters(paramLabel = "BOARD", description = "qemu:x86_64, ...")
    private String board;

    @Option(
            names = "--tree",
            paramLabel = "PATH",
            description = "A kernel tree (uncommitted changes are built too), a tarball of one, or Debian's"
                    + " linux-source-VERSION_*.deb.")
    private Path tree;

    @Option(
            names = "--release",
            paramLabel = "VERSION",
            description = "Debian's kernel source: a version such as 6.1 for the installed package linux-source-6.1,"
                    + " or a Debian release such as sid, whose newest source is fetched."
                    + " Default: the newest installed.")
    private String release;

    @Option(
            names = "--patch",
            paramLabel = "PATH",
            description =
                    "Apply a patch email, mbox or diff, or all *.patch files of a directory in name order, to a copy"
                            + " of the source. May be repeated.")
    private List<Path> patches = new ArrayList<>();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A config fragment: CONFIG_ lines that extend or override kvmsh's kernel configuration;"
                    + " may be repeated.")
    private List<Path> fragments = new ArrayList<>();

    @Option(
            names = "--debug",
            paramLabel = "NAME",
            split = ",",
            description = "Enable a kernel checker (kasan, lockdep, ubsan), or the options that a tool needs"
                    + " (trace, kcov, btf).")
    private List<String> debug = new ArrayList<>();

    @Option(names = "-j", paramLabel = "N", description = "Number of make jobs. Default: one for each processor.")
    private Integer jobs;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "Store the kernel under NAME, for use as -b 'BOARD?kernel=NAME'. Default: a name derived"
                    + " from the other options.")
    private String name;

    BuildCommand(Invocation invocation) {
        super(invocation, KernelProgram.NAME);
    }

    @Override
    public Integer call() {
        try {
            if (tree != null && release != null) {
                throw new NoSuchBoard("--tree and --release are mutually exclusive");
            }
            if (jobs != null && jobs < 1) {
                throw new NoSuchBoard("-j " + jobs + " is not a valid number of jobs");
            }
            KernelRequest request = new KernelRequest(
                    tree,
                    release,
                    patchFiles(),
                    fragments,
                    debug,
                    jobs == null ? Runtime.getRuntime().availableProcessors() : jobs,
                    name);
            return print(boards().buildKernel(board, request));
        } catch (BoardUnavailable e) {
            return refuse(e);
        }
    }

    private List<Path> patchFiles() throws NoSuchBoard {
        List<Path> files = new ArrayList<>();
        for (Path patch : patches) {
            File[] inside = patch.toFile().listFiles((folder, file) -> file.endsWith(".patch"));
            if (inside == null) {
                files.add(patch);
            } else if (inside.length == 0) {
                throw new NoSuchBoard("no *.patch files in " + patch);
            } else {
                Arrays.stream(inside).sorted().map(File::toPath).forEach(files::add);
            }
        }
        return files;
    }
}
