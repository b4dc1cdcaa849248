package org.kvmsh.dsl.config;

import org.kvmsh.dsl.script.Site;

/**
 * A real mode area that the script expects: the kernel fixes its size at boot, so the script can only check it.
 *
 * @param api how the kernel is to be asked; null for the way that it has
 */
public record RmaConfig(long size, Api api, Site site) {
    /** It as guest memory. */
    public MemoryConfig memory() {
        return new MemoryConfig(0, size, site);
    }
}
