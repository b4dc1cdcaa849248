package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.kvmsh.bindings.board.BoardNotSetUp;
import org.kvmsh.bindings.board.BoardUnavailable;

/**
 * A kernel to boot.
 *
 * @param version its version if it is known before it runs; null otherwise
 * @param modules the directory of its modules; null if all that the board needs is built in
 * @param symbols adds file and line to the functions in lines of its log
 * @param source what kvmsh built it from, in a phrase; null where it did not
 * @param git what git describe prints of that; null where it is no checkout
 * @param config the SHA-256 of the configuration that it was built with; null where it is not known
 */
record KernelFiles(
        Path kernel,
        String version,
        Path modules,
        UnaryOperator<List<String>> symbols,
        String source,
        String git,
        String config) {
    private static final String KERNEL = "kernel";
    private static final String VERSION = "version";
    private static final String MODULES = "modules";
    private static final String PACKAGES = "packages";

    /** A kernel without known symbols. */
    KernelFiles(Path kernel, String version, Path modules) {
        this(kernel, version, modules, UnaryOperator.identity(), null, null, null);
    }

    /** The kernel kept in a directory, or null. */
    static KernelFiles kept(Path folder) {
        try {
            return new KernelFiles(
                    folder.resolve(KERNEL).toRealPath(),
                    Files.readString(folder.resolve(VERSION)).strip(),
                    folder.resolve(MODULES));
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * A kernel of the person's own.
     *
     * @param board the board's name, without options
     * @param built the names of those that kvmsh built, as suggestions
     */
    static KernelFiles own(String board, String kernel, String modules, List<String> built) throws BoardUnavailable {
        Path file = Path.of(home(kernel));
        // A path that is missing may be this commit's failed build; a name is of no commit.
        if (modules == null && !kernel.contains("/") && !Files.exists(file)) {
            throw new BoardNotSetUp(
                    "no kernel " + kernel + " was built for " + board + ", and there is no file of that name; "
                            + (built.isEmpty() ? "" : "built: " + String.join(", ", built) + " (kvmsh kernel list); ")
                            + "build one: kvmsh kernel build " + board + " --name " + kernel);
        }
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new BoardUnavailable("kernel=" + file + " "
                    + (Files.isDirectory(file)
                            ? "is a directory"
                            : Files.exists(file) ? "cannot be read" : "does not exist")
                    + "; kernel= takes the path of an Image, bzImage or vmlinux");
        }
        return new KernelFiles(file, null, modules == null ? null : Path.of(home(modules)));
    }

    /** A board's name, or boards.toml, is not expanded by a shell. */
    static String home(String path) {
        return path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path;
    }

    /** Copies a kernel into a directory, for {@link #kept}, unpacked if possible. */
    static void keep(Path folder, Path kernel, String version, List<DebianPackage> packages) throws IOException {
        byte[] packed = Files.readAllBytes(kernel);
        byte[] unpacked = BzImage.unpacked(packed);
        Files.write(folder.resolve(KERNEL), unpacked == null ? packed : unpacked);
        Files.writeString(folder.resolve(VERSION), version + "\n");
        Files.write(
                folder.resolve(PACKAGES),
                packages.stream().map(DebianPackage::toString).toList());
    }

    /** The packages of the kernel in a directory, with their versions; empty if an older kvmsh installed it. */
    static List<String> packages(Path folder) throws IOException {
        Path file = folder.resolve(PACKAGES);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    static Path modulesOf(Path folder) {
        return folder.resolve(MODULES);
    }
}
