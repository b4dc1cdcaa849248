package org.kvmsh.repl.guide;

import java.io.IOException;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kvmsh guide}: looks up a word, an exit, a name of kernel headers, a term or a page. No board is opened. */
@Command(
        name = "guide",
        description = "Look up a word that scripts use, a name from the kernel headers (ioctl, exit, field, ...), a"
                + " term, or a page of the guide. Without NAME, print the index.",
        sortOptions = false,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:success", "2:unknown name, or usage error"})
public final class GuideProgram extends KvmshCommand {
    /** The table that names are looked up in on a machine that KVM has no tables for. */
    private static final String WITHOUT_HOST = "x86_64";

    private static final int USUAL_WIDTH = 80;

    @Parameters(
            arity = "0..*",
            paramLabel = "NAME",
            description = "What to look up: a word (mem), an exit (KVM_EXIT_MMIO), an ioctl (KVM_RUN), a field"
                    + " (kvm_run.exit_reason), a term (new board) or a page (first-hour).")
    private List<String> name = List.of();

    @Option(names = "--list", description = "List the names of all words, exits and pages.")
    private boolean list;

    @Mixin
    private WordFiles words;

    private GuideProgram(Invocation invocation) {
        super(invocation, "kvmsh guide");
    }

    public static CommandLine line(Invocation invocation) {
        return new CommandLine(new GuideProgram(invocation)).setCaseInsensitiveEnumValuesAllowed(true);
    }

    @Override
    public Integer call() throws IOException {
        if (words.isAsked()) {
            return write();
        }
        String table = Boards.hostTable();
        Guide guide = new Guide(Abi.of(table == null ? WITHOUT_HOST : table), width());
        String wanted = String.join(" ", name);
        List<String> lines = list ? guide.list() : wanted.isEmpty() ? guide.index() : guide.find(wanted);
        lines.forEach(out::println);
        out.flush();
        if (lines.isEmpty()) {
            return refuse(
                    "no word, exit, kernel name, term or page is called " + wanted + guide.nearest(wanted),
                    ExitStatus.USAGE);
        }
        return ExitStatus.SUCCESS;
    }

    private int write() {
        String text;
        try {
            text = words.text(name);
        } catch (IllegalArgumentException e) {
            return refuse(e.getMessage(), ExitStatus.USAGE);
        }
        out.print(text);
        out.flush();
        return ExitStatus.SUCCESS;
    }

    private int width() throws IOException {
        String columns = environment().getOrDefault("COLUMNS", "");
        if (columns.matches("[1-9]\\d{0,3}")) {
            return Integer.parseInt(columns);
        }
        if (!environment().containsKey(TERMINAL)) {
            return USUAL_WIDTH;
        }
        try (Terminal terminal =
                TerminalBuilder.builder().system(true).dumb(true).build()) {
            return terminal.getWidth() > 0 ? terminal.getWidth() : USUAL_WIDTH;
        }
    }
}
