package org.kvmsh.bindings.board.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.BoardNotSetUp;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.bindings.board.Programs;

/** Debian's packages of the kernel's source that are installed. */
final class DebianSource {
    private static final String PREFIX = "linux-source-";
    private static final String SUFFIX = ".tar.xz";

    private final Path packages;
    private final Path cache;
    private final Programs programs;

    /**
     * @param packages where Debian's packages put their archives
     * @param cache where they are unpacked
     */
    DebianSource(Path packages, Path cache, Programs programs) {
        this.packages = packages;
        this.cache = cache;
        this.programs = programs;
    }

    /** The releases that are installed, the oldest first. */
    List<String> releases() {
        try (Stream<Path> files = Files.list(packages)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(PREFIX) && name.endsWith(SUFFIX))
                    .map(name -> name.substring(PREFIX.length(), name.length() - SUFFIX.length()))
                    .sorted(DebianSource::compare)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static int compare(String left, String right) {
        String[] a = left.split("\\.");
        String[] b = right.split("\\.");
        for (int i = 0; i < Math.min(a.length, b.length); i++) {
            int by = a[i].length() == b[i].length()
                    ? a[i].compareTo(b[i])
                    : Integer.compare(a[i].length(), b[i].length());
            if (by != 0) {
                return by;
            }
        }
        return Integer.compare(a.length, b.length);
    }

    /** The requested release, or the newest installed one. */
    String release(String asked) throws BoardUnavailable {
        List<String> installed = releases();
        if (asked != null && !asked.matches("[0-9]+\\.[0-9]+")) {
            throw new NoSuchBoard(
                    "--release " + asked + " is invalid: use a version such as 6.1, or a Debian release such as sid");
        }
        if (asked == null ? !installed.isEmpty() : installed.contains(asked)) {
            return asked == null ? installed.get(installed.size() - 1) : asked;
        }
        throw new BoardNotSetUp((asked == null
                        ? "no kernel source: --tree is not given, and no Debian package linux-source-* is"
                                + " installed"
                        : "no source for Linux " + asked + ": " + packages.resolve(PREFIX + asked + SUFFIX)
                                + " does not exist"
                                + (installed.isEmpty() ? "" : "; installed: " + String.join(", ", installed)))
                + "; apt-get install " + PREFIX + (asked == null ? "VERSION" : asked)
                + ", or pass a kernel tree or tarball with --tree PATH");
    }

    SourceArchive archive(String release) {
        return new SourceArchive(packages.resolve(PREFIX + release + SUFFIX), cache, programs);
    }
}
