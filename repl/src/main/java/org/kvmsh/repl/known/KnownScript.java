package org.kvmsh.repl.known;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A script whose tests may be known to fail.
 *
 * @param name as results have it
 * @param known the nearest directory above it with a file {@link #FILE}; null without such a directory
 * @param below its path below that directory; otherwise its name
 */
public record KnownScript(String name, Path known, String below) {
    /** The file of known failures that is read without being named, for all scripts below its directory. */
    public static final String FILE = "known-differences.toml";

    /** @param file an absolute path */
    public static KnownScript of(Path file, String name) {
        for (Path directory = file.getParent(); directory != null; directory = directory.getParent()) {
            if (Files.isRegularFile(directory.resolve(FILE))) {
                return new KnownScript(
                        name, directory, directory.relativize(file).toString().replace('\\', '/'));
            }
        }
        return new KnownScript(name, null, name);
    }
}
