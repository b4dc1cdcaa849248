package org.kvmsh.repl.lsp;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.StandardOutput;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code kvmsh lsp}: the language server. No class of the protocol's library is loaded before a connection is served.
 */
@Command(
        name = "lsp",
        sortOptions = false,
        description =
                "Serve an editor by the Language Server Protocol on standard input and output: errors, completion and"
                        + " explanations of names for scripts in Groovy and JavaScript. No script is run, no board is"
                        + " opened and no ioctl is made.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:the editor sent shutdown and exit", "1:the connection ended without them", "2:usage error"})
public final class LspProgram implements Callable<Integer> {
    private final Boards boards;
    private final InputStream in;
    private final StandardOutput out;
    private final PrintWriter err;

    @Option(
            names = {"-b", "--board"},
            paramLabel = "NAME",
            description =
                    "The board whose kernel headers and architecture scripts are checked against. Default: what the"
                            + " script's needs boards: names, otherwise this host's architecture.")
    private String board;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private LspProgram(Boards boards, InputStream in, StandardOutput out, PrintWriter err) {
        this.boards = boards;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    public static CommandLine line(
            Map<String, String> environment, InputStream in, StandardOutput out, PrintWriter err) {
        return new CommandLine(new LspProgram(new Boards(environment), in, out, err));
    }

    @Override
    public Integer call() throws IOException {
        try {
            if (board != null) {
                boards.check(board);
            }
        } catch (NoSuchBoard e) {
            err.println("kvmsh lsp: " + e.getMessage());
            return ExitStatus.USAGE;
        }
        return new Connection(in, out, err).serve(new KernelHeaders(boards, board));
    }
}
