package org.kvmsh.bindings.linux;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.kernel.HostFiles;

/** This machine's files. */
final class LocalFiles implements HostFiles {
    private static final int MOST = 8 << 20;

    @Override
    public byte[] bytes(String path) {
        try (InputStream in = Files.newInputStream(Path.of(path))) {
            return in.readNBytes(MOST);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public List<String> list(String directory) {
        try (Stream<Path> paths = Files.list(Path.of(directory))) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
