package org.kvmsh.bindings.kernel;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Read-only access to the board's own files: /proc, /sys and the like. */
public interface HostFiles {
    /** A board that has no files. */
    HostFiles NONE = new HostFiles() {
        @Override public byte[] bytes(String path) {
            return null;
        }

        @Override public List<String> list(String directory) {
            return List.of();
        }
    };

    /** The content of a file, its first 8 MiB where it is larger; null if it cannot be read. */
    byte[] bytes(String path);

    /** The same as text. */
    default String read(String path) {
        byte[] bytes = bytes(path);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /** The names in a directory, in order; empty if it cannot be read. */
    List<String> list(String directory);
}
