package org.kvmsh.repl.boards;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code boards bundle}: one file with the kernels of boards, for hosts without a network. */
@Command(
        name = "bundle",
        sortOptions = false,
        description =
                "Write one file with the kernels and agents of the emulated boards that are set up, for kvmsh boards"
                        + " setup --offline on a host without a network. QEMU and JVMs are not included.")
final class BundleCommand extends BoardsCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "The file to write, a compressed tar archive.")
    private Path file;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME",
            description = "qemu:x86_64, 'qemu:arm64?release=sid', ... Default: every board that is set up.")
    private List<String> names = new ArrayList<>();

    BundleCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        try {
            boards().bundle(file, names).forEach(out::println);
            out.flush();
            return ExitStatus.SUCCESS;
        } catch (BoardUnavailable e) {
            return refuse(e);
        }
    }
}
