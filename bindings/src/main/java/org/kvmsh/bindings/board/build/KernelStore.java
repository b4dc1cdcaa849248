package org.kvmsh.bindings.board.build;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.Folders;
import org.kvmsh.bindings.text.UserFolders;

/** The kernels that were built, in the user's cache directory, by architecture and name. */
public final class KernelStore {
    private final Path folder;

    public KernelStore(Map<String, String> environment) {
        this.folder = UserFolders.of(environment).cache().resolve("kernels");
    }

    /** The directory with Debian's sources, and with what is unpacked from archives. */
    public Path sources() {
        return folder.resolve("source");
    }

    Path folder(String table, String name) {
        return folder.resolve(table).resolve(name);
    }

    /** The kernel of that name, or null. */
    public BuiltKernel kernel(String table, String name) {
        return isName(name) ? BuiltKernel.in(folder(table, name)) : null;
    }

    /** Whether a kernel can be kept under it: no path. */
    public static boolean isName(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9._+-]{0,99}");
    }

    /** The kernels of an architecture, by name. */
    public List<BuiltKernel> kernels(String table) {
        try (Stream<Path> folders = Files.list(folder.resolve(table))) {
            return folders.sorted()
                    .map(BuiltKernel::in)
                    .filter(Objects::nonNull)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Removes what is kept of a kernel, its build too. */
    public void remove(String table, String name) throws IOException {
        Folders.delete(folder(table, name));
    }

    /** Keeps others from building the same kernel until it is closed. */
    FileChannel locked(String table, String name) throws IOException {
        Files.createDirectories(folder(table, name));
        FileChannel channel = FileChannel.open(
                folder(table, name).resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        channel.lock();
        return channel;
    }
}
