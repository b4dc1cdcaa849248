package org.kvmsh.dsl.machine.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.DirtyRing;
import org.kvmsh.bindings.kernel.HeapRegion;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.plan.step.Bringup;

/** The pages of guest memory that were written, by the vCPUs' rings (api.rst 8.29, KVM_CAP_DIRTY_LOG_RING). */
final class DirtyRings {
    /** A vCPU's ring, and the number of entries taken from it. */
    private static final class Ring {
        private final Region region;
        private long taken;

        Ring(Region region) {
            this.region = region;
        }
    }

    private final Bringup made;
    private final Map<Vcpu, Ring> rings = new HashMap<>();

    DirtyRings(Bringup made) {
        this.made = made;
    }

    /** Maps the rings of the existing vCPUs: an agent cannot map a running vCPU's. */
    void prepare() {
        made.vcpus().values().forEach(vcpu -> rings.computeIfAbsent(vcpu, this::map));
    }

    /** Addresses of the pages written since the last call; the kernel then watches them again. */
    SortedSet<Long> pages() {
        SortedSet<Long> pages = new TreeSet<>();
        DirtyRing layout = DirtyRing.of(abi());
        Map<Integer, Long> starts = new HashMap<>();
        // Addresses are those of the ordinary address space.
        made.slots().all().stream()
                .filter(slot -> slot.space() == 0)
                .forEach(slot -> starts.put(slot.number(), slot.at()));
        long harvested = 0;
        prepare();
        for (Ring ring : rings.values()) {
            byte[] entries;
            do {
                entries = kernel().harvest(layout, ring.region, ring.taken);
                take(entries, layout, starts, pages);
                ring.taken += entries.length / layout.size();
                harvested += entries.length;
            } while (entries.length > 0);
        }
        if (harvested > 0) {
            made.vm().ioctl("KVM_RESET_DIRTY_RINGS", 0).get();
        }
        return pages;
    }

    private Ring map(Vcpu vcpu) {
        return new Ring(made.map(
                vcpu.fd(), made.vm().dirtyRing(), abi().constant("KVM_DIRTY_LOG_PAGE_OFFSET") * kernel().pageSize()));
    }

    /** @param starts where each memslot begins, by its number */
    private void take(byte[] entries, DirtyRing layout, Map<Integer, Long> starts, SortedSet<Long> pages) {
        Struct entry = abi().struct("kvm_dirty_gfn");
        HeapRegion all = new HeapRegion(entries, abi().order());
        for (int at = 0; at < entries.length; at += layout.size()) {
            Long start = starts.get(all.getInt(at + entry.offset("slot")));
            if (start != null) {
                pages.add(start + all.getLong(at + entry.offset("offset")) * kernel().pageSize());
            }
        }
    }

    private Kernel kernel() {
        return made.vm().kernel();
    }

    private Abi abi() {
        return kernel().abi();
    }
}
