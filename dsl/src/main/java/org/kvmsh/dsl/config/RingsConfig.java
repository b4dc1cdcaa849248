package org.kvmsh.dsl.config;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.script.Site;

/**
 * The rings that KVM shares with user space.
 *
 * @param zones ranges where the guest's writes cause no exits and go to the ring of coalesced writes
 * @param dirty entries of each vCPU's ring of dirty pages; null for no ring
 */
public record RingsConfig(List<Zone> zones, Located<Long> dirty) {
    /** @param io whether it is of ports; otherwise of guest physical addresses */
    public record Zone(boolean io, long at, long size, Site site) {}

    public RingsConfig {
        zones = List.copyOf(zones);
    }

    /** Gathers them word by word. */
    public static final class Builder {
        private final List<Zone> zones = new ArrayList<>();
        private Located<Long> dirty;

        public void zone(Zone asked) {
            zones.add(asked);
        }

        public void dirty(long entries, Site at) {
            VmConfig.once(dirty, "dirty ring:", at);
            dirty = new Located<>(entries, at);
        }

        RingsConfig build() {
            return new RingsConfig(zones, dirty);
        }
    }
}
