package org.kvmsh.bindings.debug;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A guest of instructions of four bytes: each vector of an exception is a write to where no memory is, which ends the
 * guest.
 */
abstract class WordProbeGuest implements ProbeGuest {
    static final int CODE = 0x1000;
    static final int DATA = 0x2000;
    static final long OUTSIDE = 0x10000000L;
    /** A page of memory of any kernel's. */
    private static final int SIZE = 0x10000;

    private final int nop;
    private final int store;
    private final int storeOutside;

    /**
     * @param store writes to DATA
     * @param storeOutside writes to OUTSIDE
     */
    WordProbeGuest(int nop, int store, int storeOutside) {
        this.nop = nop;
        this.store = store;
        this.storeOutside = storeOutside;
    }

    /** Instructions are little-endian, and on Arm also where data is big-endian. */
    @Override
    public byte[] memory() {
        return memory(ByteOrder.LITTLE_ENDIAN, ByteOrder.LITTLE_ENDIAN);
    }

    final byte[] memory(ByteOrder vectors, ByteOrder code) {
        ByteBuffer memory = ByteBuffer.allocate(SIZE).order(vectors);
        while (memory.position() < CODE) {
            memory.putInt(storeOutside);
        }
        memory.order(code).putInt(nop).putInt(nop).putInt(store).putInt(storeOutside);
        return memory.array();
    }

    @Override
    public final long instruction() {
        return CODE + Integer.BYTES;
    }

    @Override
    public final long written() {
        return DATA;
    }
}
