package org.kvmsh.bindings.board.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.kvmsh.bindings.board.Folders;

/**
 * A copy of what make built of a kernel, for another tree of the same content: make builds only what differs in that
 * tree. kbuild compares each command with the one in the object's .cmd file and reads the dependencies from there
 * (scripts/Kbuild.include, if_changed_dep), so that the paths in these files become those of the copy. Files keep their
 * times, because make compares times.
 */
final class BuildCopy {
    private static final String COMMANDS = ".cmd";

    private final Path build;
    private final String tree;

    /** @param tree the source tree that the kernel was built from */
    BuildCopy(Path build, Path tree) {
        this.build = build;
        this.tree = tree.toString();
    }

    /**
     * Replaces a directory by the copy. An interrupted copy leaves nothing under its name.
     *
     * @param source the tree that the copy is for
     */
    void to(Path copy, Path source) throws IOException {
        Path part = copy.resolveSibling(copy.getFileName() + ".new");
        Folders.delete(part);
        Folders.delete(copy);
        Files.walkFileTree(build, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(part.resolve(build.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = part.resolve(build.relativize(file));
                Files.copy(file, target, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
                if (file.getFileName().toString().endsWith(COMMANDS)) {
                    String text = Files.readString(target, StandardCharsets.ISO_8859_1);
                    Files.writeString(
                            target,
                            text.replace(build.toString(), copy.toString()).replace(tree, source.toString()),
                            StandardCharsets.ISO_8859_1);
                    Files.setLastModifiedTime(target, attributes.lastModifiedTime());
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Files.move(part, copy);
    }
}
