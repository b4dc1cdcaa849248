package org.kvmsh.bindings.model.ppc64;

import org.kvmsh.bindings.model.Memslots;

/**
 * The memory at a processor's real-mode addresses: the four highest bits are ignored (Power ISA 2.06, book III-S, "Real
 * Addressing Mode").
 */
final class Ppc64Storage {
    private static final long REAL = -1L >>> 4;

    private final Memslots memslots;
    private final RealModeArea area;
    private boolean littleEndian;

    /** The limit of the guest's real mode. */
    interface RealModeArea {
        /** The first address behind it. */
        long limit();

        /** Whether it is mapped by a page table instead of one area. */
        boolean isVirtual();
    }

    Ppc64Storage(Memslots memslots, RealModeArea area) {
        this.memslots = memslots;
        this.area = area;
    }

    void littleEndian(boolean wanted) {
        littleEndian = wanted;
    }

    static long real(long address) {
        return address & REAL;
    }

    boolean holds(long address, int bytes) {
        long real = address & REAL;
        return real <= area.limit() - bytes && memslots.has(real, bytes);
    }

    /** Unsigned, in the byte order of MSR. */
    long load(long address, int bytes) {
        return inOrder(memslots.get(address & REAL, bytes), bytes);
    }

    void store(long address, int bytes, long value) {
        memslots.put(address & REAL, bytes, inOrder(value, bytes));
    }

    /** The board's memory is big-endian. */
    private long inOrder(long value, int bytes) {
        return littleEndian ? Long.reverseBytes(value) >>> Long.SIZE - bytes * Byte.SIZE : value;
    }
}
