package org.kvmsh.bindings.remote;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.kvmsh.bindings.text.UserFolders;

/**
 * The agent as a program of a board's architecture, kept in the person's cache. A package of kvmsh has it compiled; a
 * source tree compiles it when it is first wanted, with the board's own compiler or Debian's cross compiler.
 */
public final class AgentProgram {
    /** GNU's names for the machines of uname(1). */
    private static final Map<String, String> TRIPLETS = Map.of(
            "x86_64",
            "x86_64-linux-gnu",
            "aarch64",
            "aarch64-linux-gnu",
            "ppc64le",
            "powerpc64le-linux-gnu",
            "ppc64",
            "powerpc64-linux-gnu",
            "riscv64",
            "riscv64-linux-gnu",
            "s390x",
            "s390x-linux-gnu",
            "armv7l",
            "arm-linux-gnueabihf");

    /** Other names of these machines: kvmsh's, and those of distributions. */
    private static final Map<String, String> ALIASES = Map.of(
            "amd64", "x86_64", "arm64", "aarch64", "ppc64el", "ppc64le", "arm", "armv7l", "armhf", "armv7l", "armv7",
            "armv7l");

    private static final Map<String, String> DEBIAN =
            Map.of("x86_64", "amd64", "aarch64", "arm64", "ppc64le", "ppc64el", "armv7l", "armhf");

    private static final Set<PosixFilePermission> EXECUTABLE = PosixFilePermissions.fromString("rwxr-xr-x");
    /** Digits of the sources' checksum in a file's name. */
    private static final int SHOWN = 12;

    private final Map<String, String> environment;

    /** @param environment {@code PATH} finds the compiler, {@code XDG_CACHE_HOME} or {@code HOME} the cache */
    public AgentProgram(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The path of the program for a machine.
     *
     * @param name as printed by uname -m, or another usual name such as arm64
     */
    public Path forMachine(String name) throws NoAgent {
        String machine = ALIASES.getOrDefault(name, name);
        String triplet = TRIPLETS.get(machine);
        if (triplet == null) {
            throw new NoAgent("kvmsh has no agent for " + machine + "; it has one for "
                    + String.join(", ", TRIPLETS.keySet().stream().sorted().toList()));
        }
        try {
            AgentSources sources = new AgentSources();
            Path kept = UserFolders.of(environment)
                    .cache()
                    .resolve("agent")
                    .resolve(machine + "-" + sources.checksum().substring(0, SHOWN));
            if (!Files.isExecutable(kept)) {
                keep(machine, triplet, sources, kept);
            }
            return kept;
        } catch (IOException e) {
            throw new NoAgent("the agent for " + machine + " cannot be cached: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAgent("compiling the agent for " + machine + " was interrupted");
        }
    }

    /**
     * Writes the agent for a machine to a file, which need not be there.
     *
     * @param name as printed by uname -m, or another usual name such as arm64
     */
    public void write(String name, Path file) throws NoAgent, IOException {
        String machine = ALIASES.getOrDefault(name, name);
        Optional<byte[]> included = IncludedAgents.program(machine, new AgentSources());
        Files.write(file, included.isPresent() ? included.get() : Files.readAllBytes(forMachine(name)));
        Files.setPosixFilePermissions(file, EXECUTABLE);
    }

    private void keep(String machine, String triplet, AgentSources sources, Path kept)
            throws IOException, NoAgent, InterruptedException {
        Optional<byte[]> included = IncludedAgents.program(machine, sources);
        String compiler = included.isPresent() ? null : compiler(machine, triplet);
        Files.createDirectories(kept.getParent());
        Path work = Files.createTempDirectory(kept.getParent(), "making");
        try {
            Path made = work.resolve("agent");
            if (included.isPresent()) {
                Files.write(made, included.get());
                Files.setPosixFilePermissions(made, EXECUTABLE);
            } else {
                compile(compiler, sources.writeTo(work), made);
            }
            Files.move(made, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            try (Stream<Path> left = Files.list(work)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(work);
        }
    }

    private String compiler(String machine, String triplet) throws NoAgent {
        boolean own = machine.equals(System.getProperty("os.arch").replace("amd64", "x86_64"));
        for (String name : own ? List.of(triplet + "-gcc", "gcc", "cc") : List.of(triplet + "-gcc")) {
            for (String directory : environment.getOrDefault("PATH", "").split(":")) {
                Path found = Path.of(directory, name);
                if (Files.isExecutable(found)) {
                    return found.toString();
                }
            }
        }
        throw new NoAgent("the agent for " + machine + " is compiled on first use, but this host has no " + triplet
                + "-gcc; on Debian: apt-get install "
                + (own
                        ? "gcc libc6-dev"
                        : "gcc-" + triplet.replace('_', '-') + " libc6-dev-" + DEBIAN.getOrDefault(machine, machine)
                                + "-cross"));
    }

    private static void compile(String compiler, Path source, Path program)
            throws IOException, NoAgent, InterruptedException {
        Path said = program.resolveSibling("said");
        Process gcc = new ProcessBuilder(
                        compiler, "-static", "-O2", "-pthread", "-s", "-o", program.toString(), source.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        if (!gcc.waitFor(2, TimeUnit.MINUTES) || gcc.exitValue() != 0) {
            gcc.destroyForcibly();
            throw new NoAgent("compiling the agent with " + compiler + " failed:\n"
                    + Files.readString(said, StandardCharsets.UTF_8).strip());
        }
    }
}
