package org.kvmsh.bindings.linux;

import java.io.IOException;
import java.nio.file.Path;
import org.kvmsh.bindings.kernel.Errno;

/**
 * A file that flock(2) locks: one holder at a time, on any machine that shares the file, and free at once when its
 * holder's process ends, however it ends.
 */
public final class LockedFile implements AutoCloseable {
    private int descriptor;

    private LockedFile(int descriptor) {
        this.descriptor = descriptor;
    }

    /** Opens a file that exists; it is not locked yet. */
    public static LockedFile open(Path path) throws IOException {
        // NFS locks whole files only for those who may write them.
        int descriptor = Libc.answer(Libc.open(path.toString(), Libc.O_RDWR | Libc.O_CLOEXEC));
        if (descriptor < 0) {
            throw new IOException(Errno.describe(-descriptor));
        }
        return new LockedFile(descriptor);
    }

    /** Locks it, unless another holder has; returns whether it is locked now. */
    public boolean tryLock() throws IOException {
        return lock(Libc.LOCK_EX);
    }

    /** Whether someone holds it. */
    public boolean isHeld() throws IOException {
        if (!lock(Libc.LOCK_SH)) {
            return true;
        }
        Libc.flock(descriptor, Libc.LOCK_UN);
        return false;
    }

    private boolean lock(int kind) throws IOException {
        int answer = Libc.answer(Libc.flock(descriptor, kind | Libc.LOCK_NB));
        if (answer < 0 && answer != Errno.EAGAIN.negative()) {
            throw new IOException(Errno.describe(-answer));
        }
        return answer == 0;
    }

    @Override
    public synchronized void close() {
        if (descriptor >= 0) {
            Libc.close(descriptor);
            descriptor = -1;
        }
    }
}
