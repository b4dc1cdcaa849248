package org.kvmsh.bindings.kernel;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Read-only access to the board's own files: /proc, /sys and the like. */
public interface HostFiles {
    /** A board that has no files. */
    HostFiles NONE = new HostFiles() {
        @Override
        public byte[] bytes(String path) {
            return null;
        }

        @Override
        public List<String> list(String directory) {
            return List.of();
        }
    };

    /**
     * Reads a file.
     *
     * @param path an absolute path on the board
     * @return the file's content, its first 8 MiB if it is larger; null if it cannot be read
     */
    byte[] bytes(String path);

    /**
     * Reads a file as UTF-8 text.
     *
     * @param path an absolute path on the board
     * @return at most 8 MiB of it; null if it cannot be read
     */
    default String read(String path) {
        byte[] bytes = bytes(path);
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }

    /**
     * The names in a directory, sorted; empty if it cannot be read.
     *
     * @param directory an absolute path on the board
     */
    List<String> list(String directory);
}
