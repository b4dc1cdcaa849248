package org.kvmsh.repl.boards;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.repl.cli.Invocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boards update}: gets the newest kernels of the releases that are set up. */
@Command(
        name = "update",
        sortOptions = false,
        description = "Update the kernels downloaded by kvmsh boards setup, each to the newest in its Debian"
                + " release, and print what changes. The old kernel is kept until the new one is complete."
                + " Boards that boot the same Debian package share a kernel: it is updated for all of them.")
final class UpdateCommand extends BoardsCommand {
    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "qemu:x86_64, 'qemu:arm64?release=sid', ... Default: every board that is set up.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--check", description = "Only print what would change.")
    private boolean check;

    UpdateCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        Boards boards = boards();
        List<String> wanted = names.isEmpty() ? boards.updatable() : names;
        if (wanted.isEmpty()) {
            out.println("no board is set up");
        }
        return each(
                wanted,
                name -> boards.telling(new SetupProgress(name, out, progress())).update(name, check));
    }
}
