package org.kvmsh.repl.doctor;

import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.abi.Columns;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.StandardOutput;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kvmsh doctor}: what kvmsh uses on this host, and the command for each thing that is missing. */
@Command(
        name = "doctor",
        sortOptions = false,
        description =
                "Check this host for KVM, Java, the programs that kvmsh uses and the emulated boards; for each one"
                        + " that is missing, print the command that installs it.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {"0:this host's KVM can be used", "1:it cannot; scripts can run on other boards", "2:usage error"
        })
public final class DoctorProgram implements Callable<Integer> {
    private final HostChecks checks;
    private final PrintWriter out;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    private DoctorProgram(HostChecks checks, PrintWriter out) {
        this.checks = checks;
        this.out = out;
    }

    public static CommandLine line(Map<String, String> environment, StandardOutput out, PrintWriter err) {
        Boards boards = new Boards(environment, warning -> err.println("kvmsh doctor: warning: " + warning));
        return new CommandLine(new DoctorProgram(new HostChecks(boards, environment), out));
    }

    @Override
    public Integer call() {
        List<HostFinding> findings = checks.all();
        if (json) {
            out.println(Json.of(findings.stream().map(HostFinding::facts).toList()));
        } else {
            list(findings);
        }
        out.flush();
        return findings.stream().anyMatch(finding -> finding.name().equals(Boards.KVM) && finding.present())
                ? ExitStatus.SUCCESS
                : ExitStatus.FAILED;
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
