package org.kvmsh.bindings.model;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;

/**
 * The memory slots of a modeled VM; the rules of KVM_SET_USER_MEMORY_REGION are the rulebook's. Source:
 * virt/kvm/kvm_main.c, __kvm_set_memory_region.
 */
public final class Memslots {
    private static final long PAGE = SlotPages.PAGE;

    /** @param pages null if the board has no log of them */
    private record Slot(long start, long size, Region region, long offset, boolean readOnly, SlotPages pages) {}

    private final Struct layout;
    private final ModelMemory memory;
    private final Map<Integer, Slot> slots = new ConcurrentSkipListMap<>();
    /**
     * KVM uses SRCU: a vCPU executes under the read lock, so that no guest uses a slot after a change removed it.
     * Source: kvm_swap_active_memslots.
     */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private long logs;
    private final long readOnlyFlag;
    private volatile Slot recent;

    public Memslots(Struct layout, ModelMemory memory) {
        this(layout, memory, 0);
    }

    /**
     * @param readOnlyFlag KVM_MEM_READONLY, where the board has such slots: what a guest writes there is an MMIO exit
     *     (api.rst 4.35)
     */
    public Memslots(Struct layout, ModelMemory memory, long readOnlyFlag) {
        this.layout = layout;
        this.memory = memory;
        this.readOnlyFlag = readOnlyFlag;
    }

    /** A board's own check besides KVM's rules: the memory of a slot. */
    public interface Preparation {
        /**
         * @param address userspace_addr
         * @param region the memory there
         * @return 0, or a negated errno
         */
        int prepare(long start, long size, long address, Region region);
    }

    /** @param flag KVM_MEM_LOG_DIRTY_PAGES, if the board reports the pages that a guest has written */
    public Memslots logging(long flag) {
        logs = flag;
        return this;
    }

    /** KVM_SET_USER_MEMORY_REGION. */
    public int set(Region argument) {
        return set(argument, (start, size, address, region) -> 0);
    }

    /** KVM_SET_USER_MEMORY_REGION, with kvm_arch_prepare_memory_region. */
    public int set(Region argument, Preparation architecture) {
        lock.writeLock().lock();
        try {
            return change(argument, architecture);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Executes some of the guest's instructions; the slots stay as they are meanwhile. */
    public <T> T during(Supplier<T> instructions) {
        lock.readLock().lock();
        try {
            return instructions.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private int change(Region argument, Preparation architecture) {
        int flags = argument.getInt(layout.offset("flags"));
        int number = argument.getInt(layout.offset("slot"));
        long start = argument.getLong(layout.offset("guest_phys_addr"));
        long size = argument.getLong(layout.offset("memory_size"));
        long address = argument.getLong(layout.offset("userspace_addr"));
        boolean readOnly = (flags & readOnlyFlag) != 0;
        recent = null;
        if (size == 0) {
            slots.remove(number);
            return 0;
        }
        Region region = memory.holding(address, size);
        Slot old = slots.get(number);
        // Not KVM's rules, but limits of the model: it only has its own memory, and a board without a dirty log keeps
        // none.
        boolean isPossible = region != null && (flags & ~(logs | readOnlyFlag)) == 0;
        int refused = isPossible ? architecture.prepare(start, size, address, region) : Errno.EINVAL.negative();
        if (refused < 0) {
            return refused;
        }
        slots.put(
                number,
                new Slot(
                        start,
                        size,
                        region,
                        address - region.address(),
                        readOnly,
                        pages(old, start, size, region, address - region.address(), readOnly, (flags & logs) != 0)));
        return 0;
    }

    /** The pages of a memslot; those of one whose flags change alone stay mapped. */
    private SlotPages pages(
            Slot old, long start, long size, Region region, long offset, boolean readOnly, boolean logged) {
        if (logs == 0) {
            return null;
        }
        boolean stays = old != null && old.start() == start;
        SlotPages pages =
                stays ? old.pages() : new SlotPages(region, offset, size, readOnly, old == null ? null : old.pages());
        pages.logging(logged);
        return pages;
    }

    /** KVM_RUN of one of the VM's vCPUs. */
    public void entered() {
        for (Slot slot : slots.values()) {
            if (slot.pages() != null) {
                slot.pages().entered();
            }
        }
    }

    /** KVM_GET_DIRTY_LOG: which pages of a slot were written since it was last asked. */
    public int dirtyLog(Region argument, Struct dirty) {
        Slot slot = slots.get(argument.getInt(dirty.offset("slot")));
        long bytes = (slot.size() / PAGE + Long.SIZE - 1) / Long.SIZE * Long.BYTES;
        long address = argument.getLong(dirty.offset("dirty_bitmap"));
        Region bitmap = memory.holding(address, bytes);
        if (bitmap == null) {
            return Errno.EFAULT.negative();
        }
        for (long at = 0; at < bytes; at += Long.BYTES) {
            bitmap.putLong(address - bitmap.address() + at, 0);
        }
        slot.pages().takeLog().stream().forEach(page -> {
            long at = address - bitmap.address() + page / Long.SIZE * Long.BYTES;
            bitmap.putLong(at, bitmap.getLong(at) | 1L << page);
        });
        return 0;
    }

    /** Whether a guest physical range is wholly inside one slot. */
    public boolean has(long guest, int bytes) {
        return slot(guest, bytes) != null;
    }

    /** A write of the guest's. */
    public void put(long guest, int bytes, long value) {
        Slot slot = slot(guest, bytes);
        slot.region().put(slot.offset() + guest - slot.start(), bytes, value);
        if (slot.pages() != null) {
            slot.pages().write(guest - slot.start(), bytes);
        }
    }

    /**
     * The processor reads an entry of the guest's page tables, which two-dimensional paging takes for a write, so that
     * the page is in the log. Source: Intel SDM volume 3, "Accessed and Dirty Flags for EPT"; AMD APM volume 2, "Nested
     * Table Walk".
     */
    public void walk(long guest, int bytes) {
        Slot slot = slot(guest, bytes);
        if (slot.pages() != null && !slot.readOnly()) {
            slot.pages().write(guest - slot.start(), bytes);
        }
    }

    public long get(long guest, int bytes) {
        Slot slot = slot(guest, bytes);
        if (slot.pages() != null) {
            slot.pages().read(guest - slot.start(), bytes);
        }
        return slot.region().get(slot.offset() + guest - slot.start(), bytes);
    }

    /** Whether it is and may be written. */
    public boolean canWrite(long guest, int bytes) {
        Slot slot = slot(guest, bytes);
        return slot != null && !slot.readOnly();
    }

    /** The end of contiguous memory from an address on; the address itself if there is none. */
    public long end(long from) {
        long end = from;
        for (boolean more = true; more; ) {
            long here = end;
            Slot slot = slots.values().stream()
                    .filter(each -> each.start() <= here && here < each.start() + each.size())
                    .findFirst()
                    .orElse(null);
            more = slot != null;
            end = more ? slot.start() + slot.size() : end;
        }
        return end;
    }

    private Slot slot(long guest, int bytes) {
        Slot last = recent;
        if (last != null && inside(last, guest, bytes)) {
            return last;
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
        return Long.compareUnsigned(guest, slot.start()) >= 0
                && Long.compareUnsigned(guest - slot.start(), slot.size() - bytes) <= 0;
    }
}
