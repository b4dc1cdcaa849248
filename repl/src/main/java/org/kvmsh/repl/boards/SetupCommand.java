package org.kvmsh.repl.boards;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.repl.cli.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boards setup}: gets what emulated boards need, on a Debian machine. */
@Command(name = "setup", description = "Install what emulated boards need: programs by apt-get, a kernel into the cache.", sortOptions = false)
final class SetupCommand implements Callable<Integer> {
    private final Boards boards;
    private final PrintWriter out;
    private final PrintWriter err;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "qemu:x86_64, qemu:arm64, ...; 'qemu:arm64?release=sid' for the kernel of another release of Debian.")
    private List<String> names;

    @Option(names = "--jvm", description = "Also install a JVM, so that kvmsh can run on the board itself (boards inside).")
    private boolean jvm;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this help.")
    private boolean help;

    SetupCommand(Boards boards, PrintWriter out, PrintWriter err) {
        this.boards = boards;
        this.out = out;
        this.err = err;
    }

    @Override public Integer call() {
        int status = ExitStatus.SUCCESS;
        for (String name : names) {
            try {
                out.println(boards.setUp(name, jvm, step -> out.println(name + ": " + step + " ...")));
            } catch (BoardUnavailable e) {
                out.flush();
                err.println("kvmsh boards: " + e.getMessage());
                status = Math.max(status, e instanceof NoSuchBoard ? ExitStatus.USAGE : ExitStatus.FAILED);
            }
        }
        out.flush();
        return status;
    }
}
