package org.kvmsh.bindings.kernel;

import java.util.List;

/** Read-only access to the board's own files: /proc, /sys and the like. */
public interface HostFiles {
    /** A board that has no files. */
    HostFiles NONE = new HostFiles() {
        @Override public String read(String path) {
            return null;
        }

        @Override public List<String> list(String directory) {
            return List.of();
        }
    };

    /** The text of a file, of its first 8 MiB where it is larger; null if it cannot be read. */
    String read(String path);

    /** The names in a directory, in order; empty if it cannot be read. */
    List<String> list(String directory);
}
