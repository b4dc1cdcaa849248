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

    /** What one architecture has to say of a slot that nothing else is wrong with. */
    public interface Preparation {
        /**
         * @param address userspace_addr
         * @param region  the memory there; null where the slot is deleted
         * @return 0, or a negated errno
         */
        int prepare(long start, long size, long address, Region region);
    }

    /** KVM_SET_USER_MEMORY_REGION. */
    public int set(Region argument) {
        return set(argument, (start, size, address, region) -> 0);
    }

    /** KVM_SET_USER_MEMORY_REGION, with kvm_arch_prepare_memory_region. */
    public int set(Region argument, Preparation architecture) {
        int number = argument.getInt(layout.offset("slot"));
        long start = argument.getLong(layout.offset("guest_phys_addr"));
        long size = argument.getLong(layout.offset("memory_size"));
        long address = argument.getLong(layout.offset("userspace_addr"));
        recent = null;
        if (number < 0 || number >= count || argument.getInt(layout.offset("flags")) != 0
                || (start | size | address) % PAGE != 0 || start + size < start) {
            return Errno.EINVAL.negative();
        }
        if (size == 0) {
            int refused = slots.containsKey(number) ? architecture.prepare(start, size, address, null) : Errno.EINVAL.negative();
            if (refused == 0) {
                slots.remove(number);
            }
            return refused;
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
        int refused = architecture.prepare(start, size, address, region);
        if (refused < 0) {
            return refused;
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

    /** The low bytes of a value. */
    public void put(long guest, int bytes, long value) {
        Slot slot = slot(guest, bytes);
        slot.region().put(slot.offset() + guest - slot.start(), bytes, value);
    }

    /** Where memory that lies in one piece from an address on ends; the address itself where there is none. */
    public long end(long from) {
        long end = from;
        for (boolean more = true; more;) {
            long here = end;
            Slot slot = slots.values().stream().filter(each -> each.start() <= here && here < each.start() + each.size()).findFirst().orElse(null);
            more = slot != null;
            end = more ? slot.start() + slot.size() : end;
        }
        return end;
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
