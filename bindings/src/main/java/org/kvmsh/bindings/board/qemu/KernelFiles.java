package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.kvmsh.bindings.board.BoardUnavailable;

/**
 * A kernel to boot.
 *
 * @param version what is known of its version before it runs; null where that is nothing
 * @param modules the folder of its modules; null where all that the board needs is built in
 * @param symbols adds file and line to the functions in lines of its log
 */
record KernelFiles(Path kernel, String version, Path modules, UnaryOperator<List<String>> symbols) {
    private static final String KERNEL = "kernel";
    private static final String VERSION = "version";
    private static final String MODULES = "modules";

    /** One of which no symbols are known. */
    KernelFiles(Path kernel, String version, Path modules) {
        this(kernel, version, modules, UnaryOperator.identity());
    }

    /** The kernel that was kept in a folder; null where there is none. */
    static KernelFiles kept(Path folder) {
        try {
            return new KernelFiles(folder.resolve(KERNEL).toRealPath(), Files.readString(folder.resolve(VERSION)).strip(), folder.resolve(MODULES));
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * A kernel of the person's own.
     *
     * @param built the names of those that kvmsh built, of which one may have been meant
     */
    static KernelFiles own(String kernel, String modules, List<String> built) throws BoardUnavailable {
        Path file = Path.of(home(kernel));
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new BoardUnavailable(file + " is not a kernel: " + (Files.isDirectory(file) ? "it is a directory" : Files.exists(file) ? "it cannot be read" : "no such file")
                    + "; kernel=PATH names an Image, a bzImage or a vmlinux"
                    + (built.isEmpty() ? "" : ", kernel=NAME one that kvmsh built: " + String.join(", ", built)));
        }
        return new KernelFiles(file, null, modules == null ? null : Path.of(home(modules)));
    }

    /** No shell is there to do it in a board's name or in boards.toml. */
    static String home(String path) {
        return path.startsWith("~/") ? System.getProperty("user.home") + path.substring(1) : path;
    }

    /** Copies a kernel into a folder, for {@link #kept}, unpacked where that can be done. */
    static void keep(Path folder, Path kernel, String version) throws IOException {
        byte[] packed = Files.readAllBytes(kernel);
        byte[] unpacked = BzImage.unpacked(packed);
        Files.write(folder.resolve(KERNEL), unpacked == null ? packed : unpacked);
        Files.writeString(folder.resolve(VERSION), version + "\n");
    }

    static Path modulesOf(Path folder) {
        return folder.resolve(MODULES);
    }
}
