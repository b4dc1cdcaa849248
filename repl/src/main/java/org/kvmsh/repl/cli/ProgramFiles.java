package org.kvmsh.repl.cli;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is beside this program: in its source tree, or in the package that it came with. */
public final class ProgramFiles {
    private ProgramFiles() {}

    /**
     * A directory below one of those that the program's classes are in.
     *
     * @param below such as {@code scripts/suite}
     * @return the nearest one; null if there is none
     */
    public static Path directory(Path below) {
        for (Path folder = classes(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(below))) {
                return folder.resolve(below);
            }
        }
        return null;
    }

    private static Path classes() {
        try {
            return Path.of(ProgramFiles.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException | FileSystemNotFoundException | IllegalArgumentException e) {
            // A runtime image has the classes in itself.
            return Path.of(System.getProperty("java.home"));
        }
    }
}
