package org.kvmsh.dsl.config;

import org.kvmsh.dsl.script.Site;

/**
 * An image to be loaded into guest memory.
 *
 * @param at the guest physical address; for an ELF file the offset added to its addresses
 */
public record LoadConfig(long at, Image image, Site site) {
    public LoadConfig(long at, byte[] bytes, Site site) {
        this(at, new Image.Bytes(bytes), site);
    }

    /** The number of bytes of guest memory that it takes; it is placed by then. */
    public long length() {
        return ((Image.Placed) image).length();
    }
}
