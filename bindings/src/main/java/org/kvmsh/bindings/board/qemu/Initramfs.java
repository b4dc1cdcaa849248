package org.kvmsh.bindings.board.qemu;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/**
 * The initial file system of an emulated board: its /init, the modules that it loads, and additional files.
 *
 * <p>It is not compressed: an emulated processor unpacks more slowly than the file is read. Source:
 * Documentation/driver-api/early-userspace/buffer-format.rst.
 */
final class Initramfs {
    private static final int EXECUTABLE = 0755;
    private static final int READABLE = 0644;
    private static final int TERMINAL = 0600;

    private final CpioArchiveOutputStream cpio;
    private final Set<String> folders = new HashSet<>(Set.of(""));

    private Initramfs(CpioArchiveOutputStream cpio) {
        this.cpio = cpio;
    }

    /**
     * Writes the file whole or not at all.
     *
     * @param modules names and bytes, in the order of loading
     * @param parameters the modules' parameters
     * @param more files and directories, with their targets: "" is the root
     */
    static void write(
            Path file, byte[] init, Map<String, byte[]> modules, ModuleParameters parameters, Map<String, Path> more)
            throws IOException {
        Path part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part));
                    CpioArchiveOutputStream cpio = new CpioArchiveOutputStream(out, CpioConstants.FORMAT_NEW)) {
                new Initramfs(cpio).fill(init, modules, parameters, more);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void fill(byte[] init, Map<String, byte[]> modules, ModuleParameters parameters, Map<String, Path> more)
            throws IOException {
        for (String folder : List.of("dev", "proc", "sys", "tmp", "modules.d")) {
            folder(folder);
        }
        console();
        content("init", CpioConstants.C_ISREG | EXECUTABLE, init);
        StringBuilder order = new StringBuilder();
        for (Map.Entry<String, byte[]> module : modules.entrySet()) {
            String path = "modules.d/" + module.getKey();
            content(path, CpioConstants.C_ISREG | READABLE, module.getValue());
            order.append(("/" + path + " " + parameters.of(module.getKey())).strip())
                    .append('\n');
        }
        content("modules", CpioConstants.C_ISREG | READABLE, order.toString().getBytes(StandardCharsets.UTF_8));
        for (Map.Entry<String, Path> one : more.entrySet()) {
            tree(one.getKey(), one.getValue());
        }
    }

    /** The kernel opens /dev/console for its init before anything is mounted (init/main.c, console_on_rootfs). */
    private void console() throws IOException {
        CpioArchiveEntry console = entry("dev/console", CpioConstants.C_ISCHR | TERMINAL, 0);
        console.setRemoteDeviceMaj(5);
        console.setRemoteDeviceMin(1);
        cpio.putArchiveEntry(console);
        cpio.closeArchiveEntry();
    }

    /** A directory, once, after those that it is in. */
    private void folder(String name) throws IOException {
        if (folders.add(name)) {
            folder(name.substring(0, Math.max(0, name.lastIndexOf('/'))));
            cpio.putArchiveEntry(entry(name, CpioConstants.C_ISDIR | EXECUTABLE, 0));
            cpio.closeArchiveEntry();
        }
    }

    private void tree(String at, Path top) throws IOException {
        folder(at.substring(0, Math.max(0, at.lastIndexOf('/'))));
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                folder(name(directory));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isSymbolicLink()) {
                    content(
                            name(file),
                            CpioConstants.C_ISLNK | EXECUTABLE,
                            Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8));
                } else {
                    cpio.putArchiveEntry(entry(
                            name(file),
                            CpioConstants.C_ISREG | (Files.isExecutable(file) ? EXECUTABLE : READABLE),
                            attributes.size()));
                    Files.copy(file, cpio);
                    cpio.closeArchiveEntry();
                }
                return FileVisitResult.CONTINUE;
            }

            private String name(Path path) {
                String below = top.relativize(path).toString();
                return below.isEmpty() || at.isEmpty() ? at + below : at + "/" + below;
            }
        });
    }

    private void content(String name, int mode, byte[] bytes) throws IOException {
        cpio.putArchiveEntry(entry(name, mode, bytes.length));
        cpio.write(bytes);
        cpio.closeArchiveEntry();
    }

    private static CpioArchiveEntry entry(String name, int mode, long size) {
        CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name, size);
        entry.setMode(mode);
        entry.setTime(0);
        return entry;
    }
}
