package org.kvmsh.bindings.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The agent as a program of a board's architecture: compiled from the source that comes with kvmsh when it is first
 * wanted, with the board's own compiler or Debian's cross compiler, and kept in the person's cache.
 */
public final class AgentProgram {
    /** The first one includes the others. */
    private static final List<String> SOURCES = List.of(
            "kvmsh-agent.c",
            "agent-bytes.h",
            "agent-files.h",
            "agent-frames.h",
            "agent-hmac.h",
            "agent-links.h",
            "agent-log.h",
            "agent-memory.h",
            "agent-ring.h",
            "agent-run.h",
            "agent-tcp.h",
            "agent-vcpus.h");
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

    private static final Map<String, String> DEBIAN =
            Map.of("x86_64", "amd64", "aarch64", "arm64", "ppc64le", "ppc64el", "armv7l", "armhf");

    private final Map<String, String> environment;

    /** @param environment {@code PATH} finds the compiler, {@code XDG_CACHE_HOME} or {@code HOME} the cache */
    public AgentProgram(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The program for a machine.
     *
     * @param machine as printed by uname -m
     */
    public Path forMachine(String machine) throws NoAgent {
        String triplet = TRIPLETS.get(machine);
        if (triplet == null) {
            throw new NoAgent("kvmsh has no agent for " + machine + "; it has one for "
                    + String.join(", ", TRIPLETS.keySet().stream().sorted().toList()));
        }
        try {
            Map<String, byte[]> sources = sources();
            Path kept = cache().resolve("agent").resolve(machine + "-" + checksum(sources));
            if (!Files.isExecutable(kept)) {
                compile(compiler(machine, triplet), sources, kept);
            }
            return kept;
        } catch (IOException e) {
            throw new NoAgent("the agent for " + machine + " cannot be cached: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NoAgent("compiling the agent for " + machine + " was interrupted");
        }
    }

    private static Map<String, byte[]> sources() throws IOException {
        Map<String, byte[]> sources = new LinkedHashMap<>();
        for (String name : SOURCES) {
            try (InputStream in = AgentProgram.class.getResourceAsStream(name)) {
                sources.put(name, in.readAllBytes());
            }
        }
        return sources;
    }

    private static String checksum(Map<String, byte[]> sources) {
        CRC32 crc = new CRC32();
        sources.values().forEach(crc::update);
        return String.format("%08x", crc.getValue());
    }

    private Path cache() {
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (xdg.isEmpty() ? Path.of(environment.getOrDefault("HOME", "/tmp"), ".cache") : Path.of(xdg))
                .resolve("kvmsh");
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

    private static void compile(String compiler, Map<String, byte[]> sources, Path program)
            throws IOException, NoAgent, InterruptedException {
        Files.createDirectories(program.getParent());
        Path work = Files.createTempDirectory(program.getParent(), "making");
        try {
            for (Map.Entry<String, byte[]> source : sources.entrySet()) {
                Files.write(work.resolve(source.getKey()), source.getValue());
            }
            Path c = work.resolve(SOURCES.get(0));
            Path made = work.resolve("agent");
            Path said = work.resolve("said");
            Process gcc = new ProcessBuilder(
                            compiler, "-static", "-O2", "-pthread", "-s", "-o", made.toString(), c.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (!gcc.waitFor(2, TimeUnit.MINUTES) || gcc.exitValue() != 0) {
                gcc.destroyForcibly();
                throw new NoAgent("compiling the agent with " + compiler + " failed:\n"
                        + Files.readString(said, StandardCharsets.UTF_8).strip());
            }
            Files.move(made, program, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            try (Stream<Path> left = Files.list(work)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(work);
        }
    }
}
