package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Folders;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.remote.AgentProgram;
import org.kvmsh.bindings.remote.NoAgent;
import org.kvmsh.bindings.text.UserFolders;

/** The files for emulated boards in the user's cache directory: kernels, and initial file systems made for them. */
final class BoardStore {
    private static final String SUFFIX = ".cpio";
    private static final Duration KEPT = Duration.ofDays(7);

    private final Path folder;
    private final Programs programs;
    private final AgentProgram agents;

    BoardStore(Map<String, String> environment) {
        this.folder = UserFolders.of(environment).cache().resolve("boards");
        this.programs = new Programs(environment);
        this.agents = new AgentProgram(environment);
    }

    /** The file that keeps the console of a board that died. */
    Path consoleFile(QemuProfile profile) {
        return folder.resolve(profile.boardName().replaceAll("[^a-z0-9_-]", "-") + ".console");
    }

    /** The kernel that setting the board up got; null if that was not done. */
    KernelFiles kernel(QemuProfile profile) {
        return KernelFiles.kept(kernelFolder(profile));
    }

    private Path kernelFolder(QemuProfile profile) {
        return folder.resolve(profile.kernelFolder());
    }

    /** The JVM for boards of its architecture; null if none is installed. */
    Path jvm(QemuProfile profile) {
        Path jvm = jvmFolder(profile);
        return Files.isDirectory(jvm) ? jvm : null;
    }

    private Path jvmFolder(QemuProfile profile) {
        return folder.resolve("jvm-" + profile.debianArchitecture());
    }

    void keepJvm(QemuProfile profile, Path made) throws IOException {
        Files.move(made, jvmFolder(profile));
    }

    /** A new directory on the same file system, whose content can be kept with one move. */
    Path workFolder() throws IOException {
        Files.createDirectories(folder);
        return Files.createTempDirectory(folder, "setup");
    }

    /** Keeps a whole kernel, and only then removes the one that it takes the place of. */
    void keepKernel(QemuProfile profile, Path made) throws IOException {
        Path kept = kernelFolder(profile);
        Path old = made.resolveSibling("old");
        if (Files.exists(kept)) {
            Files.move(kept, old);
        }
        Files.move(made, kept);
        Folders.delete(old);
    }

    /** The directory that packages are downloaded to. */
    Path downloads() {
        return folder.resolve("downloads");
    }

    /** Keeps another kvmsh from changing what is kept, until it is closed. */
    FileChannel locked() throws IOException {
        Path cache = Files.createDirectories(folder.toAbsolutePath().getParent());
        FileChannel channel =
                FileChannel.open(cache.resolve("boards.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        return channel;
    }

    /** The packages that the board's kernel came in. */
    List<String> packages(QemuProfile profile) throws IOException {
        return KernelFiles.packages(kernelFolder(profile));
    }

    /** The size of what is kept of the board's kernel, in bytes on the disk. */
    long bytes(QemuProfile profile) {
        return Folders.bytes(kernelFolder(profile));
    }

    /** The files of the board's kernel that go into a bundle, by their names in its directory. */
    Map<String, Path> files(QemuProfile profile, Path initramfs) throws IOException {
        Path kept = kernelFolder(profile);
        try (Stream<Path> files = Files.walk(kept)) {
            Map<String, Path> named = new LinkedHashMap<>();
            files.filter(file -> Files.isRegularFile(file)
                            && (file.equals(initramfs) || !file.toString().endsWith(SUFFIX)))
                    .sorted()
                    .forEach(file -> named.put(kept.relativize(file).toString(), file));
            return named;
        }
    }

    /** Keeps agents that were compiled elsewhere. */
    void keepAgents(Path from) throws IOException {
        Path agents = Files.createDirectories(folder.resolveSibling("agent"));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
            for (Path file : files) {
                file.toFile().setExecutable(true, false);
                Files.move(file, agents.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /** The Debian releases of the kernels that were set up for the board besides its default. */
    List<String> releases(QemuProfile profile) {
        String prefix = profile.kernelFolder() + "-";
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(kept -> KernelFiles.kept(kept) != null)
                    .map(kept -> kept.getFileName().toString())
                    .filter(kept -> kept.startsWith(prefix))
                    .map(kept -> kept.substring(prefix.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /**
     * Removes the kernel that setup installed for the board, which boards of one package share, and returns how much
     * space that freed.
     */
    String remove(QemuProfile profile) throws BoardUnavailable {
        KernelFiles kernel = kernel(profile);
        if (kernel == null) {
            throw new BoardUnavailable(profile.boardName() + " is not set up: there is no kernel to remove");
        }
        long freed = Folders.bytes(kernelFolder(profile));
        try {
            Folders.delete(kernelFolder(profile));
        } catch (IOException e) {
            throw new BoardUnavailable(profile.boardName() + " cannot be removed: " + e.getMessage(), e);
        }
        return profile.boardName() + ": removed Linux " + kernel.version() + ", " + (freed >> 20) + " MiB";
    }

    /** Whether the board could be started without a compiler. */
    boolean hasInitramfs(QemuProfile profile) {
        try (Stream<Path> files = Files.list(kernelFolder(profile))) {
            return files.anyMatch(file -> file.getFileName().toString().endsWith(SUFFIX));
        } catch (IOException e) {
            return false;
        }
    }

    /** The first file system for the kernel that is kept, with the agent as it is now. */
    Path initramfs(QemuProfile profile, KernelFiles kernel) throws BoardUnavailable {
        Path agent = agent(profile);
        Path file = kernelFolder(profile)
                .resolve(agent.getFileName() + "-"
                        + Integer.toHexString(profile.modules().hashCode()) + SUFFIX);
        return Files.exists(file)
                ? file
                : write(file, agent, profile, kernel, ModuleParameters.NONE, new ArrayList<>());
    }

    /**
     * The same for another kernel than the one that setup got.
     *
     * @param file the target file
     * @param missing receives the names of modules that were not found
     */
    Path initramfs(
            QemuProfile profile, KernelFiles kernel, Path file, ModuleParameters parameters, List<String> missing)
            throws BoardUnavailable {
        return write(file, agent(profile), profile, kernel, parameters, missing);
    }

    /** One with another first program than the agent. */
    Path initramfs(QemuProfile profile, KernelFiles kernel, Path init, Path file) throws BoardUnavailable {
        return write(file, init, profile, kernel, ModuleParameters.NONE, new ArrayList<>());
    }

    /** A first file system that has a JVM and kvmsh in it. */
    void initramfs(QemuProfile profile, KernelFiles kernel, Path file, ModuleParameters parameters, InnerRun run)
            throws IOException, BoardUnavailable {
        Initramfs.write(
                file, run.init(), modules(profile, kernel, new ArrayList<>()), parameters, run.files(jvm(profile)));
    }

    Path agent(QemuProfile profile) throws BoardUnavailable {
        try {
            return agents.forMachine(profile.uname());
        } catch (NoAgent e) {
            throw new BoardUnavailable(e.getMessage(), e);
        }
    }

    private Path write(
            Path file,
            Path agent,
            QemuProfile profile,
            KernelFiles kernel,
            ModuleParameters parameters,
            List<String> missing)
            throws BoardUnavailable {
        try {
            Initramfs.write(file, Files.readAllBytes(agent), modules(profile, kernel, missing), parameters, Map.of());
            removeOld(file.getParent());
            return file;
        } catch (IOException e) {
            throw new BoardUnavailable(
                    "the initramfs of " + profile.boardName() + " cannot be created: " + e.getMessage(), e);
        }
    }

    /** Each agent has its own file systems; another kvmsh may still use those of an older one. */
    private static void removeOld(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                if (Files.getLastModifiedTime(file)
                        .toInstant()
                        .isBefore(Instant.now().minus(KEPT))) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private Map<String, byte[]> modules(QemuProfile profile, KernelFiles kernel, List<String> missing)
            throws IOException, BoardUnavailable {
        Map<String, byte[]> modules = new LinkedHashMap<>();
        if (kernel.modules() != null) {
            ModuleTree tree = ModuleTree.in(kernel.modules());
            ModuleTree.Order order = tree.order(profile.modules());
            missing.addAll(order.missing());
            Set<Path> files = new LinkedHashSet<>(order.files());
            files.addAll(tree.order(profile.optionalModules()).files());
            for (Path file : files) {
                modules.put(ModuleFile.plainName(file), ModuleFile.read(file, programs));
            }
        }
        return modules;
    }
}
