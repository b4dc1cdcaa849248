package org.kvmsh.dsl.lang.groovy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The directory in which compiled scripts are kept, a file each, named after its {@link CompilationKey}. Their code is
 * run, so it is used only while nobody but this user can have written it. That nothing can be kept is no error: the
 * script is compiled.
 */
final class CompiledScripts {
    static final long MOST_BYTES = 64L << 20;
    static final Duration UNUSED = Duration.ofDays(30);

    private static final Duration USED_AGAIN = Duration.ofDays(1);
    private static final Set<PosixFilePermission> OWNERS =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final FileAttribute<?> PRIVATE_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Map<Path, CompiledScripts> OPEN = new ConcurrentHashMap<>();

    /** Null if nothing is kept. */
    private final Path folder;

    private boolean tidied;

    private CompiledScripts(Path folder) {
        this.folder = folder;
    }

    /** @param folder in kvmsh's cache directory; null if nothing is kept */
    static CompiledScripts in(Path folder) {
        return folder == null ? new CompiledScripts(null) : OPEN.computeIfAbsent(folder, CompiledScripts::opened);
    }

    /** A cache directory that is not there is not made: it may be named so that nothing is kept. */
    private static CompiledScripts opened(Path folder) {
        try {
            if (!Files.isDirectory(folder)
                    && Files.isDirectory(folder.getParent().getParent())) {
                Files.createDirectories(folder.getParent());
                Files.createDirectory(folder, PRIVATE_FOLDER);
            }
            return new CompiledScripts(isOwn(folder) ? folder : null);
        } catch (IOException e) {
            return new CompiledScripts(null);
        }
    }

    /** Whether scripts are kept. */
    boolean isOpen() {
        return folder != null;
    }

    /** Whether nobody but this user can have written it. */
    private static boolean isOwn(Path path) throws IOException {
        PosixFileAttributes of = Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return !of.isSymbolicLink()
                && OWNERS.containsAll(of.permissions())
                && Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                        .equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    /** Whether a script was kept under a key; it may be damaged, or old. */
    boolean has(String key) {
        return Files.isRegularFile(folder.resolve(key), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The script that was kept under a key; null if none was, if it is damaged, or if a file that it was compiled with
     * has changed.
     */
    CompiledScript find(String key) {
        Path file = folder.resolve(key);
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || !isOwn(file)) {
                return null;
            }
            CompiledScript kept = CompiledScript.of(Files.readAllBytes(file));
            if (!kept.reads().stream().allMatch(FileRead::isSame)) {
                return null;
            }
            used(file);
            return kept;
        } catch (IOException e) {
            return null;
        }
    }

    private static void used(Path file) throws IOException {
        Instant now = Instant.now();
        if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(USED_AGAIN))) {
            Files.setLastModifiedTime(file, FileTime.from(now));
        }
    }

    /** Keeps a script; another kvmsh that reads it at the same time finds it whole or not at all. */
    void keep(String key, CompiledScript script) {
        try {
            Path half = Files.createTempFile(folder, "half", "", PRIVATE_FILE);
            try {
                Files.write(half, script.bytes());
                Files.move(half, folder.resolve(key), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(half);
            }
            tidy();
        } catch (IOException e) {
            // A full disk: the next run compiles it again.
            return;
        }
    }

    /** Removes what was not used for long, and the oldest files of too many. */
    private synchronized void tidy() throws IOException {
        if (tidied) {
            return;
        }
        tidied = true;
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            all.forEach(files::add);
        }
        Map<Path, FileTime> used = new HashMap<>();
        for (Path file : files) {
            used.put(file, Files.getLastModifiedTime(file));
        }
        files.sort(Comparator.comparing(used::get).reversed());
        long bytes = 0;
        for (Path file : files) {
            bytes += Files.size(file);
            if (bytes > MOST_BYTES
                    || used.get(file).toInstant().isBefore(Instant.now().minus(UNUSED))) {
                Files.deleteIfExists(file);
            }
        }
    }
}
