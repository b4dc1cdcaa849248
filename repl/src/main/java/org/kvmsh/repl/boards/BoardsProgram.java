package org.kvmsh.repl.boards;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.text.Columns;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code kvmsh boards}: lists the boards, gets and removes kernels of emulated ones, shows a board's facts, compares a
 * model with a kernel, and runs kvmsh on a board itself.
 */
@Command(
        name = "boards",
        description = "List the boards that scripts can run on.",
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:success", "1:a board is not available or does not respond correctly", "2:usage error"})
public final class BoardsProgram extends BoardsCommand {
    private static final long MEBIBYTE = 1 << 20;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private BoardsProgram(Invocation invocation) {
        super(invocation);
    }

    public static CommandLine line(Invocation invocation) {
        return new CommandLine(new BoardsProgram(invocation))
                .addSubcommand(new SetupCommand(invocation))
                .addSubcommand(new UpdateCommand(invocation))
                .addSubcommand(new RemoveCommand(invocation))
                .addSubcommand(new BundleCommand(invocation))
                .addSubcommand(new FactsCommand(invocation))
                .addSubcommand(new InsideCommand(invocation))
                .addSubcommand(new AgentCommand(invocation))
                .addSubcommand(new PowerCommand(invocation))
                .addSubcommand(new ConsoleCommand(invocation));
    }

    @Override
    public Integer call() {
        Boards boards = boards();
        List<BoardEntry> named = boards.all();
        List<BoardEntry> forms = boards.forms();
        if (json) {
            out.println(
                    Json.of(named.stream().map(board -> facts(boards, board)).toList()));
        } else {
            list(boards, named);
            if (!forms.isEmpty()) {
                out.println("boards that take a parameter:");
                Columns columns = new Columns(0);
                forms.forEach(form -> columns.row(
                        form.name(),
                        BoardKinds.of(form),
                        form.about() + (form.isAvailable() ? "" : "; " + form.whyNot())));
                columns.marked("  ").forEach(out::println);
            }
        }
        out.flush();
        return ExitStatus.SUCCESS;
    }

    private void list(Boards boards, List<BoardEntry> entries) {
        Columns columns = new Columns(0);
        boolean sizes = entries.stream().anyMatch(board -> board.bytes() > 0);
        for (BoardEntry board : entries) {
            List<Object> cells = new ArrayList<>(List.of(
                    board.name(),
                    BoardKinds.of(board),
                    board.arch() == null ? "" : board.arch(),
                    board.kernel() == null ? "-" : board.kernel()));
            if (sizes) {
                cells.add(board.bytes() == 0 ? "" : (board.bytes() + MEBIBYTE - 1) / MEBIBYTE + " MiB");
            }
            cells.add(board.about());
            columns.row(cells.toArray());
        }
        List<MarkedLine> lines = columns.marked("");
        for (int i = 0; i < lines.size(); i++) {
            out.println(lines.get(i));
            String holder = boards.holder(entries.get(i).name());
            if (holder != null) {
                out.println("    used by " + holder);
            }
            notAtHand(entries.get(i)).forEach(line -> out.println("    " + line));
        }
    }

    private static List<String> notAtHand(BoardEntry board) {
        List<String> lines = new ArrayList<>();
        if (!board.isAvailable()) {
            lines.add("not available: " + board.whyNot());
            if (board.howTo() != null) {
                lines.add("to set it up: " + board.howTo());
            }
        }
        return lines;
    }

    private static Map<String, Object> facts(Boards boards, BoardEntry board) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", board.name());
        facts.put("kind", board.kind().toString());
        facts.put("caveat", board.caveat());
        facts.put("arch", board.arch() == null ? null : board.arch().toString());
        facts.put("kernel", board.kernel());
        facts.put("bytes", board.bytes());
        facts.put("about", board.about());
        facts.put("available", board.isAvailable());
        facts.put("missing", board.whyNot());
        facts.put("howTo", board.howTo());
        facts.put("usedBy", boards.holder(board.name()));
        return facts;
    }
}
