package org.kvmsh.bindings.board.qemu;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/**
 * The first file system of an emulated board: the agent as its /init, and the modules that it loads.
 *
 * <p>It is not compressed: an emulated processor unpacks more slowly than the file is read.
 * Source: Documentation/driver-api/early-userspace/buffer-format.rst.
 */
final class Initramfs {
    private static final int EXECUTABLE = 0755;
    private static final int READABLE = 0644;
    private static final int TERMINAL = 0600;

    private Initramfs() { }

    /**
     * Writes the file whole or not at all.
     *
     * @param modules names and bytes, in the order of loading
     */
    static void write(Path file, Path agent, Map<String, byte[]> modules) throws IOException {
        Path part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part));
                    CpioArchiveOutputStream cpio = new CpioArchiveOutputStream(out, CpioConstants.FORMAT_NEW)) {
                for (String folder : List.of("dev", "proc", "sys", "tmp", "modules.d")) {
                    cpio.putArchiveEntry(entry(folder, CpioConstants.C_ISDIR | EXECUTABLE, 0));
                    cpio.closeArchiveEntry();
                }
                console(cpio);
                content(cpio, "init", EXECUTABLE, Files.readAllBytes(agent));
                StringBuilder order = new StringBuilder();
                for (Map.Entry<String, byte[]> module : modules.entrySet()) {
                    String path = "modules.d/" + module.getKey();
                    content(cpio, path, READABLE, module.getValue());
                    order.append('/').append(path).append('\n');
                }
                content(cpio, "modules", READABLE, order.toString().getBytes(StandardCharsets.UTF_8));
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** The kernel opens /dev/console for its init before anything is mounted (init/main.c, console_on_rootfs). */
    private static void console(CpioArchiveOutputStream cpio) throws IOException {
        CpioArchiveEntry console = entry("dev/console", CpioConstants.C_ISCHR | TERMINAL, 0);
        console.setRemoteDeviceMaj(5);
        console.setRemoteDeviceMin(1);
        cpio.putArchiveEntry(console);
        cpio.closeArchiveEntry();
    }

    private static void content(CpioArchiveOutputStream cpio, String name, int mode, byte[] bytes) throws IOException {
        cpio.putArchiveEntry(entry(name, CpioConstants.C_ISREG | mode, bytes.length));
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
