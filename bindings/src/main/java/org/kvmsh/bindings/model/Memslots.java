package org.kvmsh.bindings.model;

import java.util.Map;
import java.util.TreeMap;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;

/** The memory slots of a VM in software. Source: virt/kvm/kvm_main.c, __kvm_set_memory_region. */
public final class Memslots {
    private static final long PAGE = 0x1000;

    private record Slot(long start, long size, Region region, long offset) {
        boolean overlaps(long otherStart, long otherSize) {
            return start < otherStart + otherSize && otherStart < start + size;
        }
    }

    private final Struct layout;
    private final ModelMemory memory;
    private final int count;
    private final Map<Integer, Slot> slots = new TreeMap<>();
    private Slot recent;

    public Memslots(Struct layout, ModelMemory memory, int count) {
        this.layout = layout;
        this.memory = memory;
        this.count = count;
    }

    /** KVM_SET_USER_MEMORY_REGION. */
    public int set(Region argument) {
        int number = argument.getInt(layout.offset("slot"));
        long start = argument.getLong(layout.offset("guest_phys_addr"));
        long size = argument.getLong(layout.offset("memory_size"));
        long address = argument.getLong(layout.offset("userspace_addr"));
        recent = null;
        if (number < 0 || number >= count || argument.getInt(layout.offset("flags")) != 0
                || (start | size | address) % PAGE != 0 || Long.compareUnsigned(start + size, start) < 0) {
            return Errno.EINVAL.negative();
        }
        if (size == 0) {
            return slots.remove(number) == null ? Errno.EINVAL.negative() : 0;
        }
        Region region = memory.holding(address, size);
        if (region == null) {
            return Errno.EINVAL.negative();
        }
        for (Map.Entry<Integer, Slot> other : slots.entrySet()) {
            if (other.getKey() != number && other.getValue().overlaps(start, size)) {
                return Errno.EEXIST.negative();
            }
        }
        Slot old = slots.get(number);
        if (old != null && old.size() != size) {
            return Errno.EINVAL.negative();
        }
        slots.put(number, new Slot(start, size, region, address - region.address()));
        return 0;
    }

    /** Whether a guest physical range is wholly inside one slot. */
    public boolean has(long guest, int bytes) {
        return slot(guest, bytes) != null;
    }

    public long get(long guest, int bytes) {
        Slot slot = slot(guest, bytes);
        return slot.region().get(slot.offset() + guest - slot.start(), bytes);
    }

    private Slot slot(long guest, int bytes) {
        if (recent != null && inside(recent, guest, bytes)) {
            return recent;
        }
        for (Slot slot : slots.values()) {
            if (inside(slot, guest, bytes)) {
                recent = slot;
                return slot;
            }
        }
        return null;
    }

    private static boolean inside(Slot slot, long guest, int bytes) {
        return Long.compareUnsigned(guest, slot.start()) >= 0 && Long.compareUnsigned(guest - slot.start(), slot.size() - bytes) <= 0;
    }
}
