package org.kvmsh.dsl.spec;

/** Guest memory at a guest physical address, bytes. */
public record MemorySpec(long at, long size, Site site) {
    public long end() {
        return at + size;
    }
}
