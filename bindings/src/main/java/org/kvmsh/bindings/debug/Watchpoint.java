package org.kvmsh.bindings.debug;

/**
 * Data whose accesses stop the guest.
 *
 * @param address the first byte, as the guest's instructions address it; on x86 the linear address
 * @param size in bytes
 */
public record Watchpoint(long address, long size, WatchedAccess access) {
    /** The distance of an address from the watched bytes; 0 if it is one of them. */
    long distance(long from) {
        if (from - address >= 0 && from - address < size) {
            return 0;
        }
        return Long.compareUnsigned(from, address) < 0 ? address - from : from - (address + size - 1);
    }
}
