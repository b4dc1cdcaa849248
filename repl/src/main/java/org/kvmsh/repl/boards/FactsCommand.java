package org.kvmsh.repl.boards;

import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardFacts;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code boards facts}: a board's facts in JSON; the board is opened. */
@Command(
        name = "facts",
        description = "Print a board's facts as JSON: kernel, processor, KVM modules, capabilities.",
        sortOptions = false)
final class FactsCommand extends BoardsCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            defaultValue = Boards.KVM,
            description = "The board. Default: kvm.")
    private String name;

    FactsCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        try (Board board = boards().open(name)) {
            return print(Json.of(BoardFacts.of(board)));
        } catch (BoardUnavailable e) {
            return refuse(e);
        } catch (BoardLost e) {
            return refuse(name + ": " + e.getMessage(), ExitStatus.FAILED);
        }
    }
}
