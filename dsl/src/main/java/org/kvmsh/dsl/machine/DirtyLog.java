package org.kvmsh.dsl.machine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.plan.step.Bringup;

/** Which pages of guest memory were written, by the log of each memslot (api.rst 4.8, KVM_GET_DIRTY_LOG). */
final class DirtyLog {
    private final Bringup made;
    private final Set<Integer> logged = new HashSet<>();

    DirtyLog(Bringup made) {
        this.made = made;
    }

    /** Addresses of the pages that were written since this was last asked; the first time logging begins, of what has none yet. */
    List<Long> pages() {
        List<Long> pages = new ArrayList<>();
        List<Bringup.Slot> slots = made.slots();
        for (Bringup.Slot slot : slots) {
            if (slot.where().memfd()) {
                // What the guest keeps to itself has no log (api.rst 4.140, KVM_SET_USER_MEMORY_REGION2).
                continue;
            } else if (slot.where().log() || logged.contains(slot.number())) {
                read(slot, pages);
            } else {
                made.logDirtyPages(slot);
                logged.add(slot.number());
            }
        }
        return pages;
    }

    private void read(Bringup.Slot slot, List<Long> pages) {
        long pageSize = made.vm().kernel().pageSize();
        long count = slot.size() / pageSize;
        long words = (count + Long.SIZE - 1) / Long.SIZE;
        try (Argument bitmap = Argument.of(made.vm().kernel(), Struct.scalar("u64"), (words - 1) * Long.BYTES); Argument log = Argument.of(made.vm().kernel(), "kvm_dirty_log")) {
            made.vm().ioctl("KVM_GET_DIRTY_LOG", log.set("slot", slot.number()).set("dirty_bitmap", bitmap.region().address()), bitmap.region()).get();
            for (long word = 0; word < words; word++) {
                long bits = bitmap.region().getLong(word * Long.BYTES);
                for (; bits != 0; bits &= bits - 1) {
                    pages.add(slot.at() + (word * Long.SIZE + Long.numberOfTrailingZeros(bits)) * pageSize);
                }
            }
        }
    }
}
