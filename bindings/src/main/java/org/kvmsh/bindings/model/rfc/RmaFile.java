package org.kvmsh.bindings.model.rfc;

import java.util.concurrent.atomic.AtomicInteger;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.model.ModelFile;
import org.kvmsh.bindings.model.ModelMemory;

/**
 * The descriptor that KVM_ALLOCATE_RMA gives: mmap(2) of it is the area. The area goes back to its pool when the
 * descriptor and every mapping are closed (aa04b4cc5be6).
 */
final class RmaFile extends ModelFile {
    private final RfcModel pool;
    private final AtomicInteger users = new AtomicInteger(1);

    RmaFile(RfcModel pool) {
        this.pool = pool;
    }

    @Override public FdKind kind() {
        return FdKind.DEVICE;
    }

    @Override public int ioctl(String name, long value, Region argument) {
        return Errno.ENOTTY.negative();
    }

    @Override public Mapped map(ModelMemory memory, long size, long offset) {
        if (offset < 0 || size <= 0 || offset + size > RfcModel.RMA_SIZE) {
            return Mapped.failed(Errno.EINVAL.number());
        }
        users.incrementAndGet();
        return Mapped.to(memory.allocate(size, this::close));
    }

    @Override public void close() {
        if (users.decrementAndGet() == 0) {
            pool.giveRmaBack();
        }
    }
}
