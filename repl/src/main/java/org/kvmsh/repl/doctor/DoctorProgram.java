package org.kvmsh.repl.doctor;

import java.util.List;
import java.util.Optional;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.dsl.text.MarkedLine;
import org.kvmsh.repl.abi.Columns;
import org.kvmsh.repl.abi.Json;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import org.kvmsh.repl.cli.KvmshCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code kvmsh doctor}: what kvmsh uses on this host, and the command for each thing that is missing. */
@Command(
        name = "doctor",
        sortOptions = false,
        description = "Check that this host has KVM, Java, the programs that kvmsh uses, and emulated boards."
                + " For each that is missing, print the command that installs it.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:this host's KVM can be used",
            "1:this host's KVM cannot be used; scripts can run on other boards",
            "2:usage error"
        })
public final class DoctorProgram extends KvmshCommand {
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
