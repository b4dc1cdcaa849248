package org.kvmsh.repl.lsp;

import java.io.IOException;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code kvmsh lsp}: the language server. No class of the protocol's library is loaded before a connection is served.
 */
@Command(
        name = "lsp",
        hidden = true,
        sortOptions = false,
        description = "Run a language server (LSP) on standard input and output, for Groovy and JavaScript"
                + " scripts. It reports errors and provides completion, hover text, signatures, an outline"
                + " and go-to-definition. No script is run, no board is opened and no ioctl is issued.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:the editor sent shutdown and exit",
            "1:the connection ended without shutdown and exit",
            "2:usage error"
        })
public final class LspProgram extends KvmshCommand {
    @Option(
            names = {"-b", "--board"},
            paramLabel = "NAME",
            description = "Check scripts against the kernel headers and the architecture of this board. Default:"
                    + " the board in 'needs boards:' of the script, otherwise this host's architecture.")
    private String board;

    private LspProgram(Invocation invocation) {
        super(invocation, "kvmsh lsp");
    }

    public static CommandLine line(Invocation invocation) {
        return new CommandLine(new LspProgram(invocation));
    }

    @Override
    public Integer call() throws IOException {
        Boards boards = new Boards(environment());
        try {
            if (board != null) {
                boards.check(board);
            }
        } catch (NoSuchBoard e) {
            return refuse(e);
        }
        return new Connection(System.in, out, invocation.err()).serve(new KernelHeaders(boards, board));
    }
}
