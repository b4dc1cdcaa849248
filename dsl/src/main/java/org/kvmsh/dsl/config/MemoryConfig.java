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
 * @param space the VM's address space that it is in: 0 is the ordinary one, 1 that of x86's SMM
 */
public record MemoryConfig(
        long at,
        long size,
        boolean readonly,
        boolean log,
        Long huge,
        String file,
        boolean memfd,
        int space,
        Site site) {
    public MemoryConfig(long at, long size, Site site) {
        this(at, size, null, site);
    }

    /** Memory in pages of a size. */
    public MemoryConfig(long at, long size, Long huge, Site site) {
        this(at, size, false, false, huge, null, false, 0, site);
    }

    /** The same in pages of another size. */
    public MemoryConfig inPages(Long other) {
        return new MemoryConfig(at, size, readonly, log, other, file, memfd, space, site);
    }

    /** The same of a file that was found. */
    public MemoryConfig of(String found, long counted) {
        return new MemoryConfig(at, counted, readonly, log, huge, found, memfd, space, site);
    }

    /** The same at another address. */
    public MemoryConfig movedTo(long other) {
        return new MemoryConfig(other, size, readonly, log, huge, file, memfd, space, site);
    }

    /** The same at another address, of another size. */
    public MemoryConfig at(long other, long bytes) {
        return new MemoryConfig(other, bytes, readonly, log, huge, file, memfd, space, site);
    }

    public long end() {
        return at + size;
    }
}
