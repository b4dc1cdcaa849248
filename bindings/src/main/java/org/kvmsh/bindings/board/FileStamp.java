package org.kvmsh.bindings.board;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * The properties of a file that tell that its text did not change: the time of its last write, its size and its inode.
 *
 * @param changed the time of the last write, which the kernel notes in steps of a timer tick
 * @param seen when this was looked up, in milliseconds
 */
record FileStamp(FileTime changed, long size, Object key, long seen) {
    /** Longer than a timer tick: within one, a second write leaves the time as it is. */
    private static final long TICK_MS = 100;

    /** The stamp of a file now; of one that is not there, a stamp that is the same as no other. */
    static FileStamp of(Path file) {
        long now = System.currentTimeMillis();
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new FileStamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey(), now);
        } catch (IOException e) {
            return new FileStamp(FileTime.fromMillis(now), -1, null, now);
        }
    }

    /** Whether the text that was read after this stamp is still the file's. */
    boolean isSame(FileStamp later) {
        return changed.toMillis() + TICK_MS < seen
                && changed.equals(later.changed)
                && size == later.size
                && key != null
                && key.equals(later.key);
    }
}
