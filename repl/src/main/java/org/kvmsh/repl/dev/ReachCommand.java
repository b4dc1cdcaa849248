package org.kvmsh.repl.dev;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import org.kvmsh.repl.mutants.ReachSession;
import org.kvmsh.repl.runner.TestScript;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dev reach}: which ioctls, exits and capabilities the tests of scripts reach. */
@Command(
        name = "reach",
        description = "Run scripts on boards, and show which ioctls, exit reasons and capabilities they cover.",
        sortOptions = false)
final class ReachCommand extends KvmshCommand {
    @Parameters(
            index = "0..*",
            arity = "1..*",
            paramLabel = "PATH",
            description = "A script, or a directory to search for scripts.")
    private List<Path> paths = List.of();

    @Option(
            names = {"-b", "--board"},
            paramLabel = "BOARD",
            required = true,
            description = "A board to run on; may be repeated.")
    private List<String> boards = List.of();

    ReachCommand(Invocation invocation) {
        super(invocation, "kvmsh dev reach");
    }

    @Override
    public Integer call() throws Exception {
        try {
            return new ReachSession(boards(), environment(), out, progress()).run(boards, TestScript.of(paths));
        } catch (BoardUnavailable e) {
            return refuse(e);
        } catch (IOException e) {
            return refuse(e.getMessage(), ExitStatus.USAGE);
        } finally {
            out.flush();
        }
    }
}
