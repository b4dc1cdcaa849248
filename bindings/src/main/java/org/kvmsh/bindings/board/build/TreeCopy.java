package org.kvmsh.bindings.board.build;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Folders;
import org.kvmsh.bindings.board.Progress;

/**
 * A copy of a kernel tree for patches; the tree itself is not changed. A file's time changes only with its content,
 * because make compares times.
 */
final class TreeCopy {
    /** The file beside a copy that records its state. */
    static final String STATE = "source.state";

    private static final int TOLD = 2000;

    private final Path from;
    private final Path to;
    private final boolean links;

    /** @param links whether files may be hard-linked to the tree, which never changes */
    TreeCopy(Path from, Path to, boolean links) {
        this.from = from;
        this.to = to;
        this.links = links;
    }

    /** Updates the copy to the tree's state with the patches applied; a file beside it records that state. */
    void update(String state, PatchFiles patches, Map<String, String> environment, Progress progress)
            throws IOException, BoardUnavailable {
        Path done = to.resolveSibling(STATE);
        if (Files.exists(done) && Files.readString(done).equals(state)) {
            return;
        }
        Files.deleteIfExists(done);
        Files.createDirectories(to);
        sync(files(environment), progress);
        if (patches != null) {
            apply(patches);
        }
        Files.writeString(done, state);
    }

    private void apply(PatchFiles patches) throws IOException, BoardUnavailable {
        Path work = Files.createTempDirectory(to.getParent(), "patches");
        try {
            for (Path diff : patches.diffs(work)) {
                patches.apply(diff, to);
            }
        } finally {
            Folders.delete(work);
        }
    }

    /** The tree's files: of a checkout what git has or would add, otherwise all. */
    private Set<String> files(Map<String, String> environment) throws IOException {
        Git git = Git.at(from, environment);
        Set<String> files = new HashSet<>();
        if (git != null) {
            for (String path : git.run("ls-files", "-z", "--cached", "--others", "--exclude-standard")
                    .split("\0")) {
                if (Files.exists(from.resolve(path), LinkOption.NOFOLLOW_LINKS)
                        && !Files.isDirectory(from.resolve(path), LinkOption.NOFOLLOW_LINKS)) {
                    files.add(path);
                }
            }
            return files;
        }
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(from.relativize(file).toString());
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }

    private void sync(Set<String> files, Progress progress) throws IOException {
        List<Path> gone = new ArrayList<>();
        Files.walkFileTree(to, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (!files.contains(to.relativize(file).toString())) {
                    gone.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        for (Path file : gone) {
            Files.delete(file);
        }
        int copied = 0;
        for (String path : files) {
            copied += sync(path) ? 1 : 0;
            if (copied % TOLD == 1) {
                progress.step("copying " + from + ": " + copied + " of " + files.size() + " files");
            }
        }
    }

    private boolean sync(String path) throws IOException {
        Path source = from.resolve(path);
        Path target = to.resolve(path);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            if (isSame(source, target)) {
                return false;
            }
            replace(source, target);
            return true;
        }
        Files.createDirectories(target.getParent());
        if (links && !Files.isSymbolicLink(source)) {
            Files.createLink(target, source);
        } else {
            Files.copy(source, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return true;
    }

    private static boolean isSame(Path source, Path target) throws IOException {
        BasicFileAttributes a = Files.readAttributes(source, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        BasicFileAttributes b = Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (a.isSymbolicLink() || b.isSymbolicLink()) {
            return a.isSymbolicLink()
                    && b.isSymbolicLink()
                    && Files.readSymbolicLink(source).equals(Files.readSymbolicLink(target));
        }
        return a.size() == b.size()
                && (a.lastModifiedTime().equals(b.lastModifiedTime()) || Files.mismatch(source, target) < 0);
    }

    /** The time is now, since what was built of the other content is younger than the tree's file. */
    private static void replace(Path source, Path target) throws IOException {
        Files.delete(target);
        Files.copy(source, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
        if (!Files.isSymbolicLink(target)) {
            Files.setLastModifiedTime(target, FileTime.from(Instant.now()));
        }
    }
}
