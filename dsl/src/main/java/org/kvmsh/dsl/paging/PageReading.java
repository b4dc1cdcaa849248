package org.kvmsh.dsl.paging;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.kvmsh.dsl.device.ReadableMemory;

/** Reads all page tables of a vCPU and collects the ranges that they map. */
public final class PageReading {
    /** Of tables to read: one that leads to itself would be read again and again. */
    static final int MOST = 4096;

    private final ReadableMemory memory;
    private final List<PageRanges.Range> ranges = new ArrayList<>();
    private final Map<Long, Integer> sizes = new HashMap<>();
    private int tables;

    private PageReading(ReadableMemory memory) {
        this.memory = memory;
    }

    private void table(Paging paging, int level, long table, long first, Rights above) {
        if (++tables > MOST) {
            return;
        }
        int bytes = paging.entryBytes();
        sizes.put(table, bytes << paging.indexBits(level));
        byte[] read = memory.read(table, sizes.get(table));
        if (read == null) {
            return;
        }
        ByteBuffer entries = ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN);
        for (int index = 0; index < read.length / bytes; index++) {
            long entry = paging.entry(entries, index);
            long below = first + ((long) index << paging.shift(level));
            long address = paging.isSigned() ? paging.canonical(below) : below;
            if (paging.outside(address).isEmpty()
                    && paging.refused(level, entry).isEmpty()) {
                entry(paging, level, entry, address, above);
            }
        }
    }

    private void entry(Paging paging, int level, long entry, long address, Rights above) {
        Rights rights = above.and(paging.rights(level, entry));
        long output = paging.output(level, entry);
        if (!paging.isPage(level, entry)) {
            table(paging.below(level, entry), level - 1, output, address, rights);
            return;
        }
        long size = paging.size(level);
        PageRanges.join(ranges, new PageRanges.Range(address, size, output, size, rights.toString()));
    }

    /** The guest physical addresses of the tables, each with its size in bytes. */
    static Map<Long, Integer> tables(Paging paging, ReadableMemory memory) {
        PageReading reading = new PageReading(memory);
        reading.table(paging, paging.levels() - 1, paging.root(), paging.first(), Rights.ALL);
        return reading.sizes;
    }

    /** What page tables in memory map; empty where address translation is off. */
    public static PageRanges of(List<Paging> pagings, ReadableMemory memory) {
        PageReading reading = new PageReading(memory);
        for (Paging paging : pagings) {
            reading.table(paging, paging.levels() - 1, paging.root(), paging.first(), Rights.ALL);
        }
        return new PageRanges(
                List.copyOf(reading.ranges),
                pagings.isEmpty()
                        ? PageWalk.OFF
                        : pagings.stream().map(Paging::name).distinct().collect(Collectors.joining("; ")),
                reading.tables <= MOST);
    }
}
