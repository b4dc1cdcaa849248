package org.kvmsh.repl.boards;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kvmsh.bindings.remote.AgentProgram;
import org.kvmsh.bindings.remote.NoAgent;
import org.kvmsh.repl.cli.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code boards agent}: the agent as a program that can be copied to a board and started there by hand. */
@Command(
        name = "agent",
        description = "Print the path of the agent for an architecture; compile it first if needed.",
        sortOptions = false)
final class AgentCommand implements Callable<Integer> {
    private final AgentProgram agents;
    private final PrintWriter out;
    private final PrintWriter err;

    @Parameters(
            paramLabel = "ARCH",
            description = "The architecture as uname -m prints it on the board: aarch64, ppc64le, ...")
    private String machine;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    AgentCommand(Map<String, String> environment, PrintWriter out, PrintWriter err) {
        this.agents = new AgentProgram(environment);
        this.out = out;
        this.err = err;
    }

    @Override
    public Integer call() {
        try {
            out.println(agents.forMachine(machine));
            out.flush();
            return ExitStatus.SUCCESS;
        } catch (NoAgent e) {
            err.println("kvmsh boards: " + e.getMessage());
            err.flush();
            return ExitStatus.FAILED;
        }
    }
}
