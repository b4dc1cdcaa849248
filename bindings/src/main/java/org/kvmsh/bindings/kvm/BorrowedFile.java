package org.kvmsh.bindings.kvm;

import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Kernel;

/** A descriptor that its opener closes. */
public final class BorrowedFile extends KvmFile {
    public BorrowedFile(Kernel kernel, FdKind kind, int fd) {
        super(kernel, kind, fd, new RuleComparison());
    }

    @Override public void close() { }
}
