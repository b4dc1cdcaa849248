package org.kvmsh.dsl.plan.step;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** Files named in a script: beside the script, otherwise in the directory where kvmsh was started. */
public final class ScriptFile {
    private ScriptFile() {}

    /** The absolute path of a file that can be read. */
    public static Path of(String name, Site site) {
        try {
            Path path = Path.of(name);
            Path script = Path.of(site.source()).toAbsolutePath();
            Path beside = script.resolveSibling(path);
            Path found = Files.isRegularFile(script) && Files.exists(beside) ? beside : path.toAbsolutePath();
            if (!Files.exists(found)) {
                throw new ScriptError(
                        site,
                        "no such file: " + name,
                        path.isAbsolute()
                                ? ""
                                : "looked for: "
                                        + Stream.of(beside, found)
                                                .skip(Files.isRegularFile(script) ? 0 : 1)
                                                .map(looked ->
                                                        looked.normalize().toString())
                                                .distinct()
                                                .collect(Collectors.joining(", ")));
            }
            if (!Files.isRegularFile(found) || !Files.isReadable(found)) {
                throw new ScriptError(
                        site,
                        name
                                + (Files.isDirectory(found)
                                        ? " is a directory"
                                        : Files.isRegularFile(found)
                                                ? " cannot be read: permission denied"
                                                : " is not a regular file"));
            }
            return found.normalize();
        } catch (InvalidPathException e) {
            throw new ScriptError(site, "'" + name + "' is not a file name");
        }
    }

    /** The size of a file, in bytes. */
    public static long size(Path file, Site site) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(file, e, site);
        }
    }

    /** The message for a file that cannot be read. */
    public static ScriptError unreadable(Path file, IOException why, Site site) {
        return new ScriptError(
                site,
                why instanceof ClosedByInterruptException
                        ? "interrupted while reading " + file
                        : file
                                + (why instanceof NoSuchFileException
                                        ? " no longer exists"
                                        : " cannot be read: " + why.getMessage()),
                why);
    }
}
