package org.kvmsh.dsl.arch.ppc64;

import java.nio.ByteBuffer;
import java.util.List;
import org.kvmsh.dsl.paging.EntryBit;
import org.kvmsh.dsl.paging.Paging;
import org.kvmsh.dsl.paging.Rights;

/**
 * The radix tree of a process: 52 bits of an address in tables of 13, 9, 9 and, for pages of 4 KiB, 9 or, for pages of
 * 64 KiB, 5 bits. Source: Power ISA book III, "Radix Tree Translation"; arch/powerpc/kvm/book3s_64_mmu_radix.c,
 * kvmppc_mmu_walk_radix_tree and kvmhv_get_rmmu_info.
 *
 * @param name with its process
 * @param first the lowest address of the quadrant
 * @param root the physical address of the first table
 * @param unused why the tree has no address; empty if it is used
 * @param lastBits the bits that select an entry of the last table
 */
record RadixTree(String name, long first, long root, String unused, int lastBits) implements Paging {
    /** The bits of the first table. */
    static final int ROOT_BITS = 13;

    private static final int INDEX = 9;
    /** The bits of a table of 64 KiB pages. */
    private static final int LARGE_INDEX = 5;

    private static final int LEVELS = 4;
    private static final int LARGE_SHIFT = 21;
    /** The bits of an address below its quadrant. */
    private static final long IN_QUADRANT = -1L >>> 2;

    private static final long V = 1L << 63;
    private static final long L = 1L << 62;
    private static final long R = 0x100;
    private static final long C = 0x80;
    private static final long NON_IDEMPOTENT = 0x20;
    private static final long ATTRIBUTE = 0x30;
    private static final long PRIV = 8;
    private static final long READ = 4;
    private static final long WRITE = 2;
    private static final long EXECUTE = 1;
    private static final long NUMBER = 0x01fffffffffff000L;
    private static final long TABLE = 0x0fffffffffffff00L;
    private static final long SIZE = 0x1f;
    private static final List<EntryBit> PAGE_BITS = List.of(
            new EntryBit("V", V),
            new EntryBit("L", L),
            new EntryBit("R", R),
            new EntryBit("C", C),
            new EntryBit("Att0", NON_IDEMPOTENT),
            new EntryBit("Att1", ATTRIBUTE & ~NON_IDEMPOTENT),
            new EntryBit("Priv", PRIV),
            new EntryBit("Read", READ),
            new EntryBit("Write", WRITE),
            new EntryBit("Execute", EXECUTE));

    /** A tree whose first table has the only size that there is. */
    static RadixTree of(long process, long first, long root) {
        return new RadixTree("radix tree of process " + process, first, root, "", INDEX);
    }

    /** A tree that has no address. */
    static RadixTree unused(long first, String why) {
        return new RadixTree("radix tree", first, 0, why, INDEX);
    }

    @Override
    public String outside(long address) {
        return !unused.isEmpty()
                ? unused
                : (address & IN_QUADRANT) >>> addressBits() == 0
                        ? ""
                        : "bits " + addressBits() + " to 61 are not all 0";
    }

    @Override
    public int levels() {
        return LEVELS;
    }

    @Override
    public int shift(int level) {
        return level == 0 ? LARGE_SHIFT - lastBits : LARGE_SHIFT + INDEX * (level - 1);
    }

    @Override
    public int indexBits(int level) {
        return level == 0 ? lastBits : level == LEVELS - 1 ? ROOT_BITS : INDEX;
    }

    /** In big-endian order, in guests of both byte orders. */
    @Override
    public long entry(ByteBuffer table, int index) {
        return Long.reverseBytes(Paging.super.entry(table, index));
    }

    @Override
    public void put(ByteBuffer table, int index, long entry) {
        Paging.super.put(table, index, Long.reverseBytes(entry));
    }

    @Override
    public String refused(int level, long entry) {
        if ((entry & V) == 0) {
            return "not valid: V is 0";
        } else if (!isPage(level, entry)) {
            return level == 0 ? "not a page: L is 0" : whyNotTable(level, (int) (entry & SIZE));
        } else if (level == LEVELS - 1) {
            return "that of a page of 512 GiB, a size that no processor supports";
        }
        return (output(level, entry) & size(level) - 1) == 0 ? "" : "of a page that is not aligned to its size";
    }

    private static String whyNotTable(int level, int bits) {
        return bits == INDEX || level == 1 && bits == LARGE_INDEX
                ? ""
                : "that of a table of 2^" + bits + " entries, a size that no processor supports there";
    }

    @Override
    public boolean isPage(int level, long entry) {
        return (entry & L) != 0;
    }

    @Override
    public long output(int level, long entry) {
        return entry & (isPage(level, entry) ? NUMBER : TABLE);
    }

    @Override
    public Paging below(int level, long entry) {
        return level == 1 ? withLast((int) (entry & SIZE)) : this;
    }

    @Override
    public Paging withPages(long size) {
        return size == 1L << LARGE_SHIFT - LARGE_INDEX ? withLast(LARGE_INDEX) : this;
    }

    private RadixTree withLast(int bits) {
        return new RadixTree(name, first, root, unused, bits);
    }

    /** EAA has one bit to read, and one to read and write. */
    @Override
    public Rights rights(int level, long entry) {
        return isPage(level, entry)
                ? new Rights(
                        (entry & (READ | WRITE)) != 0,
                        (entry & WRITE) != 0,
                        (entry & EXECUTE) != 0 && (entry & ATTRIBUTE) != NON_IDEMPOTENT,
                        (entry & PRIV) == 0)
                : Rights.ALL;
    }

    /** R and C are set: a processor need not set them itself. */
    @Override
    public long page(int level, long physical, Rights rights) {
        return V
                | L
                | R
                | C
                | physical & NUMBER
                | (rights.read() ? READ : 0)
                | (rights.write() ? WRITE : 0)
                | (rights.execute() ? EXECUTE : 0)
                | (rights.user() ? 0 : PRIV);
    }

    @Override
    public long link(int level, long table) {
        return V | table & TABLE | indexBits(level - 1);
    }

    @Override
    public long part(int level, long page, int index) {
        return page & ~NUMBER | output(level, page) + ((long) index << shift(level - 1)) & NUMBER;
    }

    @Override
    public String bits(int level, long entry) {
        return isPage(level, entry)
                ? EntryBit.names(PAGE_BITS, entry)
                : (entry & V) == 0 ? "" : "V NLS=" + (entry & SIZE);
    }
}
