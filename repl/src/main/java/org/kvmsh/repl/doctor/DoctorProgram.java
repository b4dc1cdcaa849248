package org.kvmsh.repl.doctor;

import java.util.List;
import java.util.Optional;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.ConnectedBoard;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.dsl.text.Columns;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import org.kvmsh.repl.inspect.Seen;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code kvmsh doctor}: what kvmsh uses on this host, and the command for each thing that is missing; for a board, what
 * its kernel lacks.
 */
@Command(
        name = "doctor",
        sortOptions = false,
        description = "Check that this host has KVM, Java, the programs that kvmsh uses, and emulated boards."
                + " For each missing item, print the command that installs it. With the name of a board,"
                + " check that board instead: its link, the configuration of its kernel, the parameters of"
                + " KVM's modules, its kernel log, and that a VM can be created.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:KVM can be used on this host, or on the board",
            "1:KVM cannot be used, or the board does not answer",
            "2:usage error"
        })
public final class DoctorProgram extends KvmshCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "BOARD",
            description = "Name of a board to check, as listed by 'kvmsh boards'. Default: check this host.")
    private String board;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private DoctorProgram(Invocation invocation) {
        super(invocation, "kvmsh doctor");
    }

    public static CommandLine line(Invocation invocation) {
        return new CommandLine(new DoctorProgram(invocation));
    }

    @Override
    public Integer call() {
        return board == null ? checkHost() : checkBoard();
    }

    private int checkBoard() {
        try {
            ConnectedBoard reached = boards().connect(board);
            try {
                BoardChecks checks = new BoardChecks(reached);
                if (json) {
                    out.println(Json.of(checks.seen().stream().map(Seen::facts).toList()));
                } else {
                    out.println(
                            reached.name() + " (" + reached.kind().with(reached.caveat()) + "), " + reached.about());
                    Seen.print(checks.seen(), out);
                    out.println();
                    out.println(checks.verdict(invocation.program(), board));
                }
                out.flush();
                return checks.isUsable() ? ExitStatus.SUCCESS : ExitStatus.FAILED;
            } finally {
                reached.end();
            }
        } catch (BoardUnavailable e) {
            return refuse(e);
        } catch (BoardLost e) {
            return refuse(BoardName.withoutToken(board) + ": " + e.getMessage(), ExitStatus.FAILED);
        }
    }

    private int checkHost() {
        List<HostFinding> findings = new HostChecks(boards(), environment()).all();
        if (json) {
            out.println(Json.of(findings.stream().map(HostFinding::facts).toList()));
        } else {
            list(findings);
        }
        Optional<HostFinding> kvm = findings.stream()
                .filter(finding -> finding.name().equals(Boards.KVM))
                .findFirst();
        if (!json) {
            out.println();
            out.println(verdict(kvm));
        }
        out.flush();
        return kvm.filter(HostFinding::present).isPresent() ? ExitStatus.SUCCESS : ExitStatus.FAILED;
    }

    /** Whether this host's KVM can be used, and one command for what to do next. */
    private String verdict(Optional<HostFinding> kvm) {
        if (kvm.filter(HostFinding::present).isPresent()) {
            return "KVM can be used. To create a VM: " + invocation.program() + " -e 'vm { }'";
        }
        return "KVM cannot be used" + kvm.map(finding -> ": " + finding.about()).orElse("")
                + ".\nTo create a VM on a software model: " + invocation.program() + " -b model:x86_64 -e 'vm { }'";
    }

    private void list(List<HostFinding> findings) {
        Columns columns = new Columns(0);
        findings.forEach(finding -> columns.row(finding.state(), finding.name(), finding.about()));
        List<MarkedLine> lines = columns.marked("");
        for (int i = 0; i < lines.size(); i++) {
            out.println(lines.get(i));
            if (findings.get(i).howTo() != null) {
                out.println("         to get it: " + findings.get(i).howTo());
            }
        }
    }
}
