package org.kvmsh.repl.boards;

import java.util.List;
import org.kvmsh.repl.cli.Invocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code boards remove}: removes the kernels that {@code boards setup} got. */
@Command(
        name = "remove",
        description = "Remove the kernels downloaded by kvmsh boards setup. Programs stay installed. Boards"
                + " that boot the same Debian package share a kernel: it is removed for all of them.",
        sortOptions = false)
final class RemoveCommand extends BoardsCommand {
    @Parameters(arity = "1..*", paramLabel = "NAME", description = "qemu:x86_64, 'qemu:arm64?release=sid', ...")
    private List<String> names;

    RemoveCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        return each(names, boards()::remove);
    }
}
