package org.kvmsh.dsl.plan.step;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** Files named in a script: beside the script, otherwise in the directory where kvmsh was started. */
public final class ScriptFile {
    private static final int MOST_BYTES = 64 << 20;

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

    /**
     * The bytes of a file, or of a part of it.
     *
     * @param at the offset of the first byte; null for 0
     * @param length the number of bytes; null for all to the file's end
     * @throws ScriptError if the file cannot be read, has no such part, or is too large for a script
     */
    public static byte[] bytes(String name, Long at, Long length, Site site) {
        long from = at == null ? 0 : Bits64.of(at, "at:", 0, Long.MAX_VALUE, site);
        int most = length == null ? MOST_BYTES + 1 : (int) Bits64.of(length, "length:", 1, MOST_BYTES, site);
        Path file = of(name, site);
        byte[] read;
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(from);
            read = in.readNBytes(most);
        } catch (EOFException e) {
            throw new ScriptError(site, "at: " + Bits64.hex(from) + " is beyond the end of " + name, e);
        } catch (IOException e) {
            throw unreadable(file, e, site);
        }
        if (length != null && read.length < length) {
            throw new ScriptError(
                    site,
                    name + " has only " + read.length + " of the " + length + " bytes at " + Bits64.hex(from),
                    "to read to the end of the file, omit length:");
        }
        if (read.length > MOST_BYTES) {
            throw new ScriptError(
                    site,
                    name + " is larger than " + Bits64.size(MOST_BYTES) + ", the most that readFile reads at once",
                    "to read a part: readFile '" + name + "', at: 0, length: 64.KB",
                    "to load it into the guest: load at: 0x1000, file: '" + name + "'");
        }
        return read;
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
