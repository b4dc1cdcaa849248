package org.kvmsh.dsl.paging;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** What is written to page tables so that they map a page. All of it is known before anything is written. */
public final class PageMapping {
    /**
     * A page as a script asks for it.
     *
     * @param size null for the smallest that the tables have
     * @param tables the guest physical address of memory for tables that are missing; null without any
     */
    public record Page(long address, long physical, Rights rights, Long size, Long tables) {}

    private final Paging paging;
    private final ReadableMemory memory;
    private final Page page;
    private final int last;
    /** Bytes by guest physical address: new tables, then the entry that makes the page or leads to the new tables. */
    private final Map<Long, ByteBuffer> writes = new LinkedHashMap<>();

    /** The tables that are there, and their sizes; null before anybody has asked. */
    private Map<Long, Integer> used;

    private long next;

    private PageMapping(Paging paging, ReadableMemory memory, Page page) {
        this.paging = paging;
        this.memory = memory;
        this.page = page;
        this.last = level();
        this.next = page.tables() == null ? 0 : page.tables();
    }

    /** The bytes to write, by guest physical address. */
    public static Map<Long, ByteBuffer> of(Paging paging, ReadableMemory memory, Page page) {
        String outside = paging.outside(page.address());
        if (!outside.isEmpty()) {
            throw refused(Bits64.hex(page.address()) + " cannot be mapped: " + outside);
        }
        PageMapping mapping = new PageMapping(at(page, paging, memory), memory, page);
        long leaf = mapping.leaf();
        mapping.walk(leaf);
        return mapping.writes;
    }

    /** The tables for a page: as the entries that lead to them describe them, or as they are made. */
    private static Paging at(Page page, Paging paging, ReadableMemory memory) {
        Paging there = paging;
        long table = paging.root();
        for (int level = paging.levels() - 1; level > 0; level--) {
            Long entry = PageWalk.entry(there, memory, there.at(level, table, page.address()));
            if (entry == null || !there.refused(level, entry).isEmpty() || there.isPage(level, entry)) {
                return page.size() == null ? there : there.withPages(page.size());
            }
            table = there.output(level, entry);
            there = there.below(level, entry);
        }
        return there;
    }

    /** The level whose entries map pages of the size. */
    private int level() {
        if (page.size() == null) {
            return 0;
        }
        return IntStream.range(0, paging.levels())
                .filter(level -> page.size() == paging.size(level) && isPossible(level))
                .findFirst()
                .orElseThrow(() -> refused(
                        "size: " + Bits64.size(page.size()) + " is not a page size of " + paging.name(),
                        "its page sizes: "
                                + IntStream.range(0, paging.levels())
                                        .filter(this::isPossible)
                                        .mapToObj(level -> Bits64.size(paging.size(level)))
                                        .collect(Collectors.joining(", "))));
    }

    private boolean isPossible(int level) {
        long entry = paging.page(level, 0, Rights.ALL);
        return paging.isPage(level, entry) && !isUnused(level, entry);
    }

    private boolean isUnused(int level, long entry) {
        return !paging.refused(level, entry).isEmpty();
    }

    /** The page's entry. */
    private long leaf() {
        aligned(page.address(), "the guest virtual address");
        aligned(page.physical(), "the guest physical address");
        long entry = paging.page(last, page.physical(), page.rights());
        if (paging.output(last, entry) != page.physical()) {
            throw refused("a " + paging.table(last) + " entry has too few bits for the guest physical address "
                    + Bits64.hex(page.physical()));
        }
        if (!has(page.rights())) {
            throw refused(
                    paging.name() + " has no " + page.rights() + " pages with the current control registers",
                    "the most restrictive rights that include it: '"
                            + page.rights().more().filter(this::has).findFirst().orElseThrow() + "'");
        }
        return entry;
    }

    /** Whether there are pages with exactly these rights. */
    private boolean has(Rights rights) {
        long entry = paging.page(last, page.physical(), rights);
        return !isUnused(last, entry) && paging.rights(last, entry).equals(rights);
    }

    private void aligned(long address, String what) {
        if ((address & paging.size(last) - 1) != 0) {
            throw refused(what + " " + Bits64.hex(address) + " is not a multiple of the page's "
                    + Bits64.size(paging.size(last)));
        }
    }

    private void walk(long leaf) {
        long table = paging.root();
        int level = paging.levels() - 1;
        while (level > last) {
            long at = paging.at(level, table, page.address());
            long entry = read(level, at);
            boolean isUnused = isUnused(level, entry);
            if (isUnused || paging.isPage(level, entry)) {
                long first = below(level, isUnused ? null : (Long) entry, leaf);
                write(at, paging.link(level, first));
                return;
            }
            allows(level, entry, at);
            table = paging.output(level, entry);
            level--;
        }
        long at = paging.at(last, table, page.address());
        read(last, at);
        write(at, leaf);
    }

    private void allows(int level, long entry, long at) {
        Rights rights = paging.rights(level, entry);
        if (!rights.and(page.rights()).equals(page.rights())) {
            throw refused("the " + paging.table(level) + " entry at " + Bits64.hex(at)
                    + " limits all pages below it to " + rights + ", but " + page.rights() + " was requested");
        }
    }

    /**
     * Makes the tables below an entry, the last one first.
     *
     * @param whole the entry if it maps a larger page, which the new table divides; null for an empty table
     * @return the address of the first new table
     */
    private long below(int level, Long whole, long leaf) {
        int length = paging.entryBytes() << paging.indexBits(level - 1);
        long at = room(level, length);
        ByteBuffer table = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; whole != null && i < length / paging.entryBytes(); i++) {
            long part = paging.part(level, whole, i);
            if (paging.output(level - 1, part) != paging.output(level, whole) + i * paging.size(level - 1)) {
                throw refused("the " + Bits64.size(paging.size(level)) + " page that maps " + Bits64.hex(page.address())
                        + " cannot be split: a " + paging.table(level - 1)
                        + " entry has too few bits for its guest physical addresses");
            }
            paging.put(table, i, part);
        }
        int index = paging.index(level - 1, page.address());
        Long part = whole == null ? null : (Long) paging.entry(table, index);
        paging.put(table, index, level - 1 == last ? leaf : paging.link(level - 1, below(level - 1, part, leaf)));
        writes.put(at, table);
        return at;
    }

    private long room(int level, int length) {
        if (page.tables() == null) {
            long needed = IntStream.range(last, level)
                    .mapToLong(each -> (long) paging.entryBytes() << paging.indexBits(each))
                    .sum();
            throw refused(
                    "the guest has no " + paging.table(level - 1) + " for " + Bits64.hex(page.address()),
                    "pass the address of " + Bits64.size(needed) + " that it does not use: tables: ADDRESS");
        }
        long at = next;
        if (at % length != 0) {
            throw refused("tables: must be a multiple of " + Bits64.size(length) + "; " + Bits64.hex(at) + " is not");
        }
        byte[] there = memory.read(at, length);
        if (there == null || there.length < length) {
            throw refused("the " + Bits64.size(length) + " at " + Bits64.hex(at)
                    + " are not in one memslot: no room for a new " + paging.table(level - 1));
        }
        if (used().entrySet().stream()
                .anyMatch(used -> used.getKey() < at + length && at < used.getKey() + used.getValue())) {
            throw refused("a new table at " + Bits64.hex(at) + " would overwrite one that is in use");
        }
        next += length;
        return at;
    }

    private Map<Long, Integer> used() {
        used = used == null ? PageReading.tables(paging, memory) : used;
        return used;
    }

    private long read(int level, long at) {
        Long entry = PageWalk.entry(paging, memory, at);
        if (entry == null) {
            throw refused("the " + paging.table(level) + " entry at " + Bits64.hex(at) + " is not in any memslot");
        }
        return entry;
    }

    private void write(long at, long entry) {
        ByteBuffer bytes = ByteBuffer.allocate(paging.entryBytes()).order(ByteOrder.LITTLE_ENDIAN);
        paging.put(bytes, 0, entry);
        writes.put(at, bytes);
    }

    private static ScriptError refused(String text, String... hints) {
        return new ScriptError(Site.UNKNOWN, text, hints);
    }
}
