package org.kvmsh.bindings.board;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.remote.AgentProgram;
import org.kvmsh.bindings.remote.Link;
import org.kvmsh.bindings.remote.NoAgent;
import org.kvmsh.bindings.remote.ProgramLink;
import org.kvmsh.bindings.text.ShellWord;

/** An agent on a machine that ssh reaches: copied there, run, and removed at its end. */
final class SshAgent {
    /** Whoever waits for a password here waits for ever: the streams are the link's. */
    private static final List<String> OPTIONS = List.of("-T", "-o", "BatchMode=yes", "-o", "ConnectTimeout=10");

    private static final String COPY =
            "f=$(mktemp \"${TMPDIR:-/tmp}/kvmsh-agent.XXXXXX\") && cat > \"$f\" && chmod 700 \"$f\" && echo \"$f\"";

    private final String ssh;
    private final String host;
    private final Programs programs;

    SshAgent(String ssh, String host, Programs programs) {
        this.ssh = ssh;
        this.host = host;
        this.programs = programs;
    }

    /** @param there the agent's path on the host; null if it is to be copied */
    Link start(String there, AgentProgram agents) throws IOException, NoAgent, BoardUnavailable {
        if (there != null) {
            return ProgramLink.start(command("exec " + ShellWord.quoted(there) + " -"));
        }
        String machine = ask("uname -m", null);
        String copied = ShellWord.quoted(ask(COPY, agents.forMachine(machine)));
        return ProgramLink.start(command(copied + " -; s=$?; rm -f " + copied + "; exit $s"));
    }

    private List<String> command(String text) {
        List<String> command = new ArrayList<>(List.of(ssh));
        command.addAll(OPTIONS);
        command.addAll(List.of("--", host, text));
        return command;
    }

    /** Runs a command there and returns the line that it prints. */
    private String ask(String text, Path input) throws IOException, BoardUnavailable {
        Process process =
                programs.builder(null, command(text)).redirectErrorStream(true).start();
        try (OutputStream out = process.getOutputStream()) {
            if (input != null) {
                Files.copy(input, out);
            }
        } catch (IOException e) {
            // It ended before it had read all input; its message is the reason.
        }
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        int status = process.onExit().join().exitValue();
        String line = answer.substring(answer.lastIndexOf('\n') + 1);
        if (status != 0 || line.isEmpty()) {
            throw new BoardUnavailable(
                    "ssh:" + host + ": " + (line.isEmpty() ? "ssh exited with status " + status : line)
                            + "; to see why, run: ssh -T -o BatchMode=yes " + host + " uname -m");
        }
        return line;
    }
}
