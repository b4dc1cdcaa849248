package org.kvmsh.bindings.proposal;

import java.util.Arrays;
import org.kvmsh.bindings.abi.FdKind;

/** The file behind each descriptor. An array, because KVM_RUN uses it too. */
final class OpenFiles {
    /**
     * One of them.
     *
     * @param kind null for a proposal's own
     * @param vm its VM; null if it has none
     * @param own the proposal's object; null if the kernel has it
     */
    record File(FdKind kind, ProposedVm vm, OwnFile own) {}

    private volatile File[] files = new File[64];

    File of(int fd) {
        File[] all = files;
        return fd >= 0 && fd < all.length ? all[fd] : null;
    }

    FdKind kind(int fd) {
        File file = of(fd);
        return file == null ? null : file.kind();
    }

    synchronized void put(int fd, File file) {
        if (fd >= files.length) {
            files = Arrays.copyOf(files, Math.max(fd + 1, 2 * files.length));
        }
        files[fd] = file;
        if (file.vm() != null) {
            file.vm().opened();
        }
    }

    synchronized File remove(int fd) {
        File file = of(fd);
        if (file != null) {
            files[fd] = null;
        }
        return file;
    }
}
