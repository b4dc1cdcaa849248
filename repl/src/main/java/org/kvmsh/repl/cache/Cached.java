package org.kvmsh.repl.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.Folders;

/**
 * A directory of kvmsh's cache.
 *
 * @param about what its files are
 * @param again the command that creates them again; null if that is done when they are needed
 */
record Cached(Path directory, String about, String again) {
    private static final String ARCHIVES = "classes";
    private static final Map<String, Cached> PARTS = new LinkedHashMap<>();

    static {
        part("agent", "compiled agents for boards", null);
        part("boards", "kernels of emulated boards", "kvmsh boards setup");
        part(ARCHIVES, "class archives that make kvmsh start faster", null);
        part("compiled", "compiled scripts", null);
        part("headers", "kernel headers for the ABI tables", "bindings/fetch-headers");
        part("guests", "compiled C guests", null);
        part("kernels", "locally built kernels, with their sources", "kvmsh kernel build");
        part("musl", "the C library for building the agent of a packaged kvmsh", null);
    }

    private static void part(String name, String about, String again) {
        PARTS.put(name, new Cached(Path.of(name), about, again));
    }

    /** The directories that a cache has, by name; one that this version does not know was left by another version. */
    static List<Cached> in(Path cache) throws IOException {
        if (!Files.isDirectory(cache)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(cache)) {
            return all.filter(Files::isDirectory)
                    .sorted()
                    .map(path -> {
                        Cached known = PARTS.get(path.getFileName().toString());
                        return known == null
                                ? new Cached(path, "files of another version of kvmsh", null)
                                : new Cached(path, known.about, known.again);
                    })
                    .toList();
        }
    }

    String name() {
        return directory.getFileName().toString();
    }

    long bytes() {
        return Folders.bytes(directory);
    }

    /** Whether another kvmsh has locked something in it: it downloads or builds a kernel. */
    boolean isInUse() throws IOException {
        Path beside = directory.resolveSibling(name() + ".lock");
        if (Files.exists(beside) && isLocked(beside)) {
            return true;
        }
        try (Stream<Path> files = Files.find(directory, 3, (path, attributes) -> path.endsWith("lock"))) {
            for (Path file : files.toList()) {
                if (isLocked(file)) {
                    return true;
                }
            }
        }
        return name().equals(ARCHIVES) && isBeingArchived();
    }

    /** Whether a launcher makes an archive of classes: it locks the archive's directory, as only flock can see. */
    private boolean isBeingArchived() throws IOException {
        try (Stream<Path> folders = Files.find(directory, 2, (path, attributes) -> attributes.isDirectory())) {
            for (Path folder : folders.toList()) {
                if (isFlocked(folder)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isFlocked(Path folder) {
        try {
            return new ProcessBuilder("flock", "-n", folder.toString(), "true")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor()
                    == 1;
        } catch (IOException e) {
            // Without the program launchers do not lock it either.
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isLocked(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    void delete() throws IOException {
        Folders.delete(directory);
    }
}
