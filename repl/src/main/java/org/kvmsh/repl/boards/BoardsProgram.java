package org.kvmsh.repl.boards;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.Progress;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.abi.Columns;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.ProgressLine;
import org.kvmsh.repl.cli.StandardOutput;
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
public final class BoardsProgram implements Callable<Integer> {
    private static final long MEBIBYTE = 1 << 20;

    private final Boards boards;
    private final PrintWriter out;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private BoardsProgram(Boards boards, PrintWriter out) {
        this.boards = boards;
        this.out = out;
    }

    public static CommandLine line(Map<String, String> environment, StandardOutput out, PrintWriter err) {
        Progress line = new ProgressLine(environment, err, "kvmsh boards");
        Boards boards =
                new Boards(environment, warning -> err.println("kvmsh boards: warning: " + warning)).telling(line);
        return new CommandLine(new BoardsProgram(boards, out))
                .addSubcommand(new SetupCommand(boards, line, out, err))
                .addSubcommand(new UpdateCommand(boards, line, out, err))
                .addSubcommand(new RemoveCommand(boards, out, err))
                .addSubcommand(new BundleCommand(boards, out, err))
                .addSubcommand(new FactsCommand(boards, out, err))
                .addSubcommand(new InsideCommand(boards, out, err))
                .addSubcommand(new AgentCommand(environment, out, err))
                .addSubcommand(new PowerCommand(boards, out, err))
                .addSubcommand(new ConsoleCommand(boards, out, err))
                .addSubcommand(new MatrixCommand(boards, environment, out, err));
    }

    @Override
    public Integer call() {
        List<BoardEntry> named = boards.all();
        List<BoardEntry> forms = boards.forms();
        if (json) {
            out.println(Json.of(named.stream().map(this::facts).toList()));
        } else {
            list(named);
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

    private void list(List<BoardEntry> entries) {
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

    private Map<String, Object> facts(BoardEntry board) {
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
