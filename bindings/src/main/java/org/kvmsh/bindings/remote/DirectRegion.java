package org.kvmsh.bindings.remote;

import java.nio.ByteOrder;

/** Guest memory and other mappings on the board, which may change at any time there: each access is a request. */
final class DirectRegion extends RemoteRegion {
    private final BoardMemory memory;

    DirectRegion(BoardMemory memory, long address, long size, ByteOrder order) {
        super(address, size, order);
        this.memory = memory;
    }

    @Override
    void fetch(long offset, byte[] into) {
        memory.read(address() + offset, into);
    }

    @Override
    void store(long offset, byte[] from) {
        memory.write(address() + offset, from);
    }

    @Override
    void release() {
        memory.unmap(address(), size());
    }
}
