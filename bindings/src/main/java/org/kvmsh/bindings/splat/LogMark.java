package org.kvmsh.bindings.splat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Kernel;

/** A line that is written to a kernel's log, so that whoever has read it has read all before it. */
final class LogMark {
    private static final String LOG = "/dev/kmsg";

    private final String line = "kvmsh: end of a test run, mark " + UUID.randomUUID();
    private boolean met;

    /** Writes it; returns the errno, 0 if it was written. */
    int write(Kernel kernel) {
        int fd = kernel.open(LOG);
        if (fd < 0) {
            return -fd;
        }
        byte[] text = (line + "\n").getBytes(StandardCharsets.US_ASCII);
        int written = kernel.write(fd, text);
        kernel.close(fd);
        return written == text.length ? 0 : written < 0 ? -written : Errno.EIO.number();
    }

    /** Whether a line is the mark. */
    boolean meets(String other) {
        boolean same = other.equals(line);
        met |= same;
        return same;
    }

    /** Whether it was read. */
    boolean isMet() {
        return met;
    }
}
