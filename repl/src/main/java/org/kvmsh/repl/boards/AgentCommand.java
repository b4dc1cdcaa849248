package org.kvmsh.repl.boards;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.qemu.AgentInitramfs;
import org.kvmsh.bindings.remote.AgentProgram;
import org.kvmsh.bindings.remote.NoAgent;
import org.kvmsh.bindings.text.WriteFailure;
import org.kvmsh.repl.cli.ExitStatus;
import org.kvmsh.repl.cli.Invocation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code boards agent}: the agent as a program or as an initramfs, to be copied to a board and started there by hand.
 */
@Command(
        name = "agent",
        description = "Write the agent (the program that makes kvmsh's calls on a board) to a file and print"
                + " the file's path. The agent is compiled first if kvmsh came without one.",
        sortOptions = false)
final class AgentCommand extends BoardsCommand {
    @Parameters(
            paramLabel = "ARCH",
            description = "The architecture as uname -m prints it on the board: aarch64, ppc64le, ...")
    private String machine;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The file. Default: a file in the cache directory.")
    private Path output;

    @Option(
            names = "--initramfs",
            description = "Write a cpio archive with the agent as /init. The agent takes its connection and IP"
                    + " address from the kernel's command line, such as KVMSH_LINK=tty:/dev/ttyAMA0 and"
                    + " KVMSH_IP=10.0.2.15/24.")
    private boolean initramfs;

    @Option(
            names = "--modules",
            paramLabel = "DIR",
            description = "With --load: the directory of the kernel's modules, either the INSTALL_MOD_PATH of make"
                    + " modules_install or a directory that contains modules.dep.")
    private Path modules;

    @Option(
            names = "--load",
            paramLabel = "NAME",
            split = ",",
            description = "With --initramfs: modules that the agent loads when it starts, such as kvm,virtio_net. Their"
                    + " dependencies are loaded too.")
    private List<String> wanted = List.of();

    AgentCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        if ((modules != null || !wanted.isEmpty()) && !initramfs) {
            return refuse("--modules and --load need --initramfs", ExitStatus.USAGE);
        } else if (modules == null != wanted.isEmpty()) {
            return refuse("--modules and --load must be used together", ExitStatus.USAGE);
        }
        if (output != null && Files.exists(output) && !Files.isRegularFile(output)) {
            return refuse("cannot write the agent to " + output + ": it is not a regular file", ExitStatus.USAGE);
        }
        try {
            return print(initramfs ? archive() : program());
        } catch (NoAgent | BoardUnavailable e) {
            return refuse(e.getMessage(), ExitStatus.FAILED);
        } catch (IOException e) {
            return refuse(
                    "cannot write " + (output == null ? "the agent" : output) + ": " + WriteFailure.why(e),
                    ExitStatus.FAILED);
        }
    }

    private Path program() throws NoAgent, IOException {
        AgentProgram agents = new AgentProgram(environment());
        if (output == null) {
            return agents.forMachine(machine);
        }
        agents.write(machine, output);
        return output;
    }

    private Path archive() throws NoAgent, IOException, BoardUnavailable {
        Path agent = new AgentProgram(environment()).forMachine(machine);
        Path file = output == null ? agent.resolveSibling(agent.getFileName() + ".cpio") : output;
        new AgentInitramfs(environment()).write(file, agent, modules, wanted);
        return file;
    }
}
