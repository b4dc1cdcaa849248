package org.kvmsh.dsl.paging;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.device.ReadableMemory;

/** The walk through page tables in the guest's memory to one address. */
public final class PageWalk {
    static final String OFF = "address translation is off";

    private PageWalk() {}

    /** Where address translation is off. */
    public static Translation off(long address) {
        return new Translation(address, address, 0, "", OFF, "", List.of());
    }

    /** A walk that ends at a fault. */
    public static Translation fault(long address, String paging, String why, List<PageEntry> entries) {
        return new Translation(address, null, 0, "", paging, why, entries);
    }

    /** A walk with an entry that was read before its tables. */
    public static Translation after(PageEntry first, Translation walk) {
        List<PageEntry> all = new ArrayList<>(List.of(first));
        all.addAll(walk.entries());
        return new Translation(
                walk.address(), walk.physical(), walk.size(), walk.rights(), walk.paging(), walk.fault(), all);
    }

    /** The walk through page tables in memory. */
    public static Translation of(Paging tables, ReadableMemory memory, long address) {
        Paging paging = tables;
        List<PageEntry> entries = new ArrayList<>();
        String outside = paging.outside(address);
        if (!outside.isEmpty()) {
            return fault(address, paging.name(), outside, entries);
        }
        long table = paging.root();
        Rights rights = Rights.ALL;
        for (int level = paging.levels() - 1; level >= 0; level--) {
            int index = paging.index(level, address);
            long at = paging.at(level, table, address);
            Long entry = entry(paging, memory, at);
            String name = paging.table(level);
            entries.add(new PageEntry(name, index, at, entry, entry == null ? "" : paging.bits(level, entry)));
            if (entry == null) {
                return fault(address, paging.name(), "the " + name + " is not in any memslot", entries);
            }
            String refused = paging.refused(level, entry);
            if (!refused.isEmpty()) {
                return fault(address, paging.name(), "the " + name + " entry is " + refused, entries);
            }
            rights = rights.and(paging.rights(level, entry));
            table = paging.output(level, entry);
            if (paging.isPage(level, entry)) {
                long size = paging.size(level);
                return new Translation(
                        address, table | address & size - 1, size, rights.toString(), paging.name(), "", entries);
            }
            paging = paging.below(level, entry);
        }
        throw new IllegalStateException("the last table of " + paging.name() + " leads to another one");
    }

    /** Null if it is not all in memory. */
    static Long entry(Paging paging, ReadableMemory memory, long at) {
        byte[] read = memory.read(at, paging.entryBytes());
        return read == null || read.length < paging.entryBytes()
                ? null
                : (Long) paging.entry(ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN), 0);
    }
}
