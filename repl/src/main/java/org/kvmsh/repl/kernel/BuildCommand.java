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

    @Option(names = "--tree", paramLabel = "DIR", description = "A kernel tree. Uncommitted changes are built too.")
    private Path tree;

    @Option(
            names = "--release",
            paramLabel = "VERSION",
            description =
                    "The version of Debian's kernel source, such as 6.1 for the package linux-source-6.1. Default: the"
                            + " newest installed.")
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
            description = "CONFIG_ lines to add to the kernel configuration that kvmsh uses; may be repeated.")
    private List<Path> fragments = new ArrayList<>();

    @Option(
            names = "--debug",
            paramLabel = "CHECKER",
            split = ",",
            description = "Checkers to build in: kasan, lockdep, ubsan.")
    private List<String> checkers = new ArrayList<>();

    @Option(names = "-j", paramLabel = "N", description = "Number of make jobs. Default: one for each processor.")
    private Integer jobs;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "Keep the kernel as NAME, for -b 'BOARD?kernel=NAME'. Default: a name made from the other options.")
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
                    checkers,
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
