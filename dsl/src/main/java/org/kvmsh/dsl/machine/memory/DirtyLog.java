package org.kvmsh.dsl.machine.memory;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.MemorySlots;

/**
 * The pages of guest memory that were written, by the log of each memslot (api.rst 4.8, KVM_GET_DIRTY_LOG), or by the
 * rings where the VM has them.
 */
final class DirtyLog {
    private final Bringup made;
    private final DirtyRings rings;

    DirtyLog(Bringup made) {
        this.made = made;
        this.rings = new DirtyRings(made);
    }

    /** Does what cannot be done while vCPUs run. */
    synchronized void prepare() {
        if (made.vm().dirtyRing() != 0) {
            rings.prepare();
        }
    }

    /** Addresses of the pages written since the last call; the first call starts logging for slots without it. */
    synchronized List<Long> pages() {
        boolean isByRings = made.vm().dirtyRing() != 0;
        List<Long> pages = new ArrayList<>(isByRings ? rings.pages() : List.of());
        MemorySlots slots = made.slots();
        for (MemorySlots.Slot slot : slots.all()) {
            // What the guest keeps to itself has no log (api.rst 4.140, KVM_SET_USER_MEMORY_REGION2); addresses are
            // those of the ordinary address space.
            if (slots.has(slot, "KVM_MEM_GUEST_MEMFD") || slot.space() != 0) {
                continue;
            }
            if (!slots.has(slot, "KVM_MEM_LOG_DIRTY_PAGES")) {
                slots.logDirtyPages(slot);
            } else if (!isByRings) {
                read(slot, pages);
            }
        }
        return pages;
    }

    private void read(MemorySlots.Slot slot, List<Long> pages) {
        long pageSize = made.vm().kernel().pageSize();
        made.vm().dirtyLog(slot.number(), slot.size()).stream().forEach(page -> pages.add(slot.at() + page * pageSize));
    }
}
