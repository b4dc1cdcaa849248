package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Folders;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.board.Progress;

/** A Java for a board's architecture from Debian's archive, as a directory that is the whole of a small system. */
final class JvmPackages {
    /**
     * The packages that the JVM itself is linked with, and a shell that starts it. The package's other dependencies
     * serve sound, fonts and smart cards.
     */
    private static final List<String> NEEDED = List.of("libc6", "libgcc-s1", "libstdc++6", "zlib1g", "busybox-static");
    /** Files that use space, in the board's memory, and are not needed to run a program. */
    private static final List<String> UNREAD = List.of(
            "usr/share",
            "usr/lib/debug",
            "usr/lib/jvm/*/legal",
            "usr/lib/jvm/*/lib/ct.sym",
            "usr/lib/jvm/*/lib/server/classes_nocoops.jsa",
            "usr/lib/*/gconv");

    private final Path work;
    private final Progress progress;
    private final DebianArchive archive;

    JvmPackages(QemuProfile profile, Programs programs, Path work, Path downloads, Progress progress) {
        this.work = work;
        this.progress = progress;
        this.archive = new DebianArchive(
                profile.debianArchitecture(),
                null,
                programs,
                work,
                downloads,
                progress,
                why -> new BoardUnavailable("a JVM for " + profile.boardName() + " is not available: " + why));
    }

    /**
     * Gets the Java that the machine's release of Debian has as its default, and what it needs, into a new directory.
     */
    Path fetch() throws IOException, BoardUnavailable {
        progress.note("looking up default-jre-headless");
        archive.open();
        Path root = Files.createDirectory(work.resolve("jvm"));
        archive.unpack(archive.behind("default-jre-headless", "openjdk-"), root);
        for (String name : NEEDED) {
            archive.unpack(name, root);
        }
        // Debian 13's packages have these below /usr; the links are those of another package.
        for (String name : List.of("bin", "lib", "lib64")) {
            if (!Files.exists(root.resolve(name))
                    && Files.exists(root.resolve("usr").resolve(name))) {
                Files.createSymbolicLink(root.resolve(name), Path.of("usr", name));
            }
        }
        for (Path unread : unread(root)) {
            Folders.delete(unread);
        }
        return root;
    }

    private static List<Path> unread(Path root) throws IOException {
        List<PathMatcher> patterns = UNREAD.stream()
                .map(pattern -> root.getFileSystem().getPathMatcher("glob:" + pattern))
                .toList();
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> patterns.stream().anyMatch(pattern -> pattern.matches(root.relativize(file))))
                    .toList();
        }
    }
}
