package org.kvmsh.bindings.remote;

import java.util.Map;
import java.util.TreeMap;

/** Divides memory that the board allocated as one block among structs, so that a new one costs no round trip. */
final class Arena {
    private static final int ALIGNMENT = 64;

    private final TreeMap<Long, Long> free = new TreeMap<>();

    synchronized void add(long address, long size) {
        free.put(address, size);
    }

    /** The address of a piece; 0 if no piece is large enough. */
    synchronized long take(long size) {
        long wanted = rounded(size);
        for (Map.Entry<Long, Long> piece : free.entrySet()) {
            if (piece.getValue() >= wanted) {
                long address = piece.getKey();
                long rest = piece.getValue() - wanted;
                free.remove(address);
                if (rest > 0) {
                    free.put(address + wanted, rest);
                }
                return address;
            }
        }
        return 0;
    }

    /** Frees a piece and joins it with free neighbors. */
    synchronized void give(long address, long size) {
        long start = address;
        long length = rounded(size);
        Map.Entry<Long, Long> before = free.floorEntry(address);
        if (before != null && before.getKey() + before.getValue() == address) {
            start = before.getKey();
            length += before.getValue();
        }
        Long after = free.remove(address + rounded(size));
        free.put(start, after == null ? length : length + after);
    }

    private static long rounded(long size) {
        return (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
