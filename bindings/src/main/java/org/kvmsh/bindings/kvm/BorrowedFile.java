package org.kvmsh.bindings.kvm;

import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Kernel;

/** A descriptor that its opener closes. */
public final class BorrowedFile extends KvmFile {
    /**
     * Makes a file of a descriptor that the caller opened, and that the caller closes.
     *
     * @param fd an open descriptor of that kind
     */
    public BorrowedFile(Kernel kernel, FdKind kind, int fd) {
        super(kernel, kind, fd, new RuleComparison());
    }

    @Override
    public void close() {}
}
