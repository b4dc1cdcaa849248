package org.kvmsh.dsl.config;

import org.kvmsh.dsl.script.Site;

/**
 * Guest memory at a guest physical address.
 *
 * @param size bytes; 0 for as many as its file has
 * @param readonly whether the guest's writes are exits
 * @param log whether the kernel keeps which pages the guest wrote
 * @param huge bytes of the huge pages that it is in; 0 for the kernel's usual ones, null for ordinary pages
 * @param file the file that is copied into it; null for zeroed memory
 * @param memfd whether the guest has private memory there, which kvmsh cannot access
 */
public record MemoryConfig(
        long at, long size, boolean readonly, boolean log, Long huge, String file, boolean memfd, Site site) {
    public MemoryConfig(long at, long size, Site site) {
        this(at, size, false, false, null, null, false, site);
    }

    /** The same at another address. */
    public MemoryConfig movedTo(long other) {
        return new MemoryConfig(other, size, readonly, log, huge, file, memfd, site);
    }

    public long end() {
        return at + size;
    }
}
