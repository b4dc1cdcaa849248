package org.kvmsh.dsl.config;

import org.kvmsh.dsl.script.Site;

/**
 * An image to be loaded into guest memory.
 *
 * @param at the guest physical address; for an ELF file the offset added to its addresses
 * @param space the VM's address space with the memory: 0 is the ordinary one
 */
public record LoadConfig(long at, Image image, int space, Site site) {
    public LoadConfig(long at, Image image, Site site) {
        this(at, image, 0, site);
    }

    /** Another image in place of this one. */
    public LoadConfig with(long other, Image placed) {
        return new LoadConfig(other, placed, space, site);
    }

    public LoadConfig(long at, byte[] bytes, Site site) {
        this(at, new Image.Bytes(bytes), site);
    }

    /** The number of bytes of guest memory that it takes; it is placed by then. */
    public long length() {
        return ((Image.Placed) image).length();
    }
}
