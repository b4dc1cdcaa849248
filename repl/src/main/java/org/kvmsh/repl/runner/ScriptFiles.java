package org.kvmsh.repl.runner;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The scripts behind paths: a file itself, and of a directory all that a front end reads, in the order of their names.
 */
public final class ScriptFiles {
    private static final List<String> ENDINGS = List.of(".groovy", ".js");

    private ScriptFiles() {}

    /** @throws IOException where there is no such path, or no script in a directory */
    public static List<Path> of(List<Path> paths) throws IOException {
        Set<Path> found = new LinkedHashSet<>();
        for (Path path : paths) {
            if (!Files.isReadable(path)) {
                throw new IOException("cannot read " + path
                        + (Files.exists(path) ? ": permission denied" : ": no such file or directory"));
            }
            List<Path> here = Files.isDirectory(path) ? inside(path) : List.of(path);
            if (here.isEmpty()) {
                throw new IOException(
                        "no script in " + path + ": script names end with " + String.join(" or ", ENDINGS));
            }
            found.addAll(here);
        }
        return new ArrayList<>(found);
    }

    private static List<Path> inside(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        // The directory may be a link, which a walk does not follow.
        Path start = folder.toRealPath();
        Files.walkFileTree(start, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes about) {
                // A link to nothing is a script that is missing: its run says so.
                if ((Files.isRegularFile(file) || about.isSymbolicLink() && !Files.exists(file))
                        && ENDINGS.stream().anyMatch(file.toString()::endsWith)) {
                    found.add(folder.resolve(start.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
                if (why instanceof NoSuchFileException) {
                    // Another program has removed it just now.
                    return FileVisitResult.CONTINUE;
                }
                Path named = folder.resolve(start.relativize(file));
                throw new IOException(
                        "cannot read " + named
                                + (why instanceof AccessDeniedException
                                        ? ": permission denied"
                                        : ": " + why.getMessage()),
                        why);
            }
        });
        return found.stream().sorted().toList();
    }
}
