package org.kvmsh.dsl.machine.change;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.dsl.plan.step.MemorySlots;

/** The guest's memory in a snapshot: what is not all zeros. */
final class SnapshotMemory {
    private static final int CHUNK = 0x10000;

    /** The chunk of a memslot at an offset. */
    private record Chunk(int slot, long offset) {}

    private final Map<Chunk, byte[]> chunks = new LinkedHashMap<>();
    private long size;

    /** The size of all memslots, in bytes. */
    long size() {
        return size;
    }

    /** Reads it, and returns the parts that it lacks, with the reasons. */
    List<String> read(MemorySlots slots) {
        List<String> missing = new ArrayList<>();
        for (MemorySlots.Slot slot : slots.all()) {
            if (slot.region() == null) {
                missing.add("the memory of memslot " + slot.number() + ", which kvmsh did not allocate");
                continue;
            }
            if (slots.has(slot, "KVM_MEM_GUEST_MEMFD")) {
                missing.add(
                        "the private memory of memslot " + slot.number() + ": no call returns a guest_memfd's pages");
            }
            if (slots.has(slot, "KVM_MEM_LOG_DIRTY_PAGES")) {
                missing.add("the dirty log of memslot " + slot.number() + ": KVM_GET_DIRTY_LOG would clear it");
            }
            size += slot.size();
            for (long at = 0; at < slot.size(); at += CHUNK) {
                byte[] bytes = read(slots, slot, at);
                if (!isZero(bytes)) {
                    chunks.put(new Chunk(slot.number(), at), bytes);
                }
            }
        }
        return missing;
    }

    /** The guest's own bytes; addresses are those of the ordinary address space. */
    private static byte[] read(MemorySlots slots, MemorySlots.Slot slot, long at) {
        int length = (int) Math.min(CHUNK, slot.size() - at);
        return slot.space() == 0
                ? slots.bytes(slot.at() + at, length)
                : slot.region().bytes(at, length);
    }

    private static boolean isZero(byte... bytes) {
        for (byte one : bytes) {
            if (one != 0) {
                return false;
            }
        }
        return true;
    }

    /** Writes it back. */
    void restore(MemorySlots slots) {
        for (MemorySlots.Slot slot : slots.all()) {
            for (long at = 0; slot.region() != null && at < slot.size(); at += CHUNK) {
                byte[] now = read(slots, slot, at);
                // What is as it was is not written, so that a page stays clean, and huge pages that were never touched
                // stay so.
                if (!isThen(slot, at, now)) {
                    write(slots, slot, at, chunks.getOrDefault(new Chunk(slot.number(), at), new byte[now.length]));
                }
            }
        }
    }

    /** Whether the guest's memory is the same. */
    boolean isIn(MemorySlots slots) {
        for (MemorySlots.Slot slot : slots.all()) {
            for (long at = 0; slot.region() != null && at < slot.size(); at += CHUNK) {
                if (!isThen(slot, at, read(slots, slot, at))) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean isThen(MemorySlots.Slot slot, long at, byte... now) {
        byte[] then = chunks.get(new Chunk(slot.number(), at));
        return then == null ? isZero(now) : Arrays.equals(now, then);
    }

    private static void write(MemorySlots slots, MemorySlots.Slot slot, long at, byte[] bytes) {
        if (slot.space() == 0) {
            slots.write(slot.at() + at, bytes);
        } else {
            slot.region().write(at, bytes);
        }
    }
}
