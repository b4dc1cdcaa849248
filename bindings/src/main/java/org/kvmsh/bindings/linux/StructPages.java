package org.kvmsh.bindings.linux;

import com.sun.jna.Pointer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Pages for ioctls' structs, which are used again: mapping one and giving it back takes longer than most of the ioctls.
 */
final class StructPages {
    /** The number of pages that are kept: as many as are in use while a vCPU is created, and some more. */
    private static final int KEPT = 8;

    private final Deque<Long> free = new ArrayDeque<>(KEPT);
    private final int page = Libc.getpagesize();

    /**
     * Whether an allocation is small enough. A page or more may be a guest's memory, which must not be shared while its
     * VM exists.
     */
    boolean fits(long size) {
        return size > 0 && size < page;
    }

    /** A zeroed page's address; 0 if none is left and one must be mapped. */
    long take(long size) {
        Long address;
        synchronized (free) {
            address = free.poll();
        }
        if (address == null) {
            return 0;
        }
        new Pointer(address).clear(size);
        return address;
    }

    void give(long address) {
        synchronized (free) {
            if (free.size() < KEPT) {
                free.push(address);
                return;
            }
        }
        Libc.munmap(address, page);
    }
}
