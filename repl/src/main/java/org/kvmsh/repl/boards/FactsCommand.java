package org.kvmsh.repl.boards;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardFacts;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.cli.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boards facts}: a board's facts in JSON; the board is opened. */
@Command(
        name = "facts",
        description = "Print a board's facts as JSON: kernel, processor, KVM modules, capabilities.",
        sortOptions = false)
final class FactsCommand implements Callable<Integer> {
    private final Boards boards;
    private final PrintWriter out;
    private final BoardTasks tasks;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            defaultValue = Boards.KVM,
            description = "The board. Default: kvm.")
    private String name;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    FactsCommand(Boards boards, PrintWriter out, PrintWriter err) {
        this.boards = boards;
        this.out = out;
        this.tasks = new BoardTasks(out, err);
    }

    @Override
    public Integer call() {
        try (Board board = boards.open(name)) {
            out.println(Json.of(BoardFacts.of(board)));
            out.flush();
            return ExitStatus.SUCCESS;
        } catch (BoardUnavailable e) {
            return tasks.refuse(e);
        } catch (BoardLost e) {
            return tasks.refuse(name + ": " + e.getMessage(), ExitStatus.FAILED);
        }
    }
}
