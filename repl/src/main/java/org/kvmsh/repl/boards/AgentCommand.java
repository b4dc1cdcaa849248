package org.kvmsh.repl.boards;

import org.kvmsh.bindings.remote.AgentProgram;
import org.kvmsh.bindings.remote.NoAgent;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code boards agent}: the agent as a program that can be copied to a board and started there by hand. */
@Command(
        name = "agent",
        description = "Print the path of the agent for an architecture; compile it first if needed.",
        sortOptions = false)
final class AgentCommand extends BoardsCommand {
    @Parameters(
            paramLabel = "ARCH",
            description = "The architecture as uname -m prints it on the board: aarch64, ppc64le, ...")
    private String machine;

    AgentCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        try {
            return print(new AgentProgram(environment()).forMachine(machine));
        } catch (NoAgent e) {
            return refuse(e.getMessage(), ExitStatus.FAILED);
        }
    }
}
