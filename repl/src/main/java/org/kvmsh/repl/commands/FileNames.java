package org.kvmsh.repl.commands;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/** The files that a path may go on to, for completion: those of its last directory. */
final class FileNames {
    private static final String HIDDEN = ".";

    private FileNames() {}

    /** Paths that begin as a text does; that of a directory ends with a slash. */
    static List<String> of(String begun) {
        String directory = begun.substring(0, begun.lastIndexOf('/') + 1);
        String name = begun.substring(directory.length());
        TreeSet<String> found = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(directory))) {
            for (Path file : files) {
                String own = file.getFileName().toString();
                // A path with a space would be two words of the command.
                if (own.startsWith(name) && own.startsWith(HIDDEN) == name.startsWith(HIDDEN) && !own.contains(" ")) {
                    found.add(directory + own + (Files.isDirectory(file) ? "/" : ""));
                }
            }
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
        return List.copyOf(found);
    }
}
