package org.kvmsh.dsl.arch.ppc64;

import java.util.List;
import org.kvmsh.dsl.paging.EntryBit;
import org.kvmsh.dsl.paging.PageEntry;
import org.kvmsh.dsl.paging.Rights;

/**
 * A valid entry of the hashed page table, in the format that KVM_PPC_GET_HTAB_FD and H_ENTER use. Source: Power ISA
 * book III, "Page Table Entry"; arch/powerpc/include/asm/book3s/64/mmu-hash.h, HPTE_V_… and HPTE_R_….
 *
 * @param index its number in the table; eight are a group
 * @param first the doubleword with the virtual page number
 * @param second the doubleword with the real page number
 */
record HashedEntry(long index, long first, long second) {
    static final int GROUP_SHIFT = 3;
    /** The lowest bit of a virtual address that an entry has; the hash has those below. */
    static final int ABBREVIATED = 23;

    private static final int VIRTUAL_SHIFT = 7;
    private static final long VIRTUAL = -1L >>> 2 & -1L << VIRTUAL_SHIFT;
    private static final int SIZE_SHIFT = 62;
    private static final long L = 4;
    private static final long H = 2;
    private static final long REAL = 0x0ffffffffffff000L;
    /** Of the smallest page. */
    static final int PAGE_SHIFT = 12;

    private static final int ENCODING_BITS = 8;
    private static final long PP0 = 1L << 63;
    private static final long PP = 3;
    private static final long NO_EXECUTE = 0xc;
    private static final List<EntryBit> BITS = List.of(
            new EntryBit("R", 0x100),
            new EntryBit("C", 0x80),
            new EntryBit("W", 0x40),
            new EntryBit("I", 0x20),
            new EntryBit("M", 0x10),
            new EntryBit("G", 8),
            new EntryBit("N", 4));

    long group() {
        return index >>> GROUP_SHIFT;
    }

    /** Whether it is in the group of the second hash. */
    boolean isSecondary() {
        return (first & H) != 0;
    }

    /** Whether its page is larger than 4 KiB. */
    boolean isLarge() {
        return (first & L) != 0;
    }

    /** Whether it is a page's of a segment. */
    boolean isOf(Segment segment) {
        return first >>> SIZE_SHIFT == segment.size() && offset(segment) >>> segment.shift() == 0;
    }

    /** The offset in the segment without the bits that only the hash has; too large in another segment. */
    long offset(Segment segment) {
        long virtual = (first & VIRTUAL) >>> VIRTUAL_SHIFT;
        int below = segment.shift() - ABBREVIATED;
        return virtual >>> below == segment.number() ? (virtual & (1L << below) - 1) << ABBREVIATED : -1;
    }

    /** Whether the low bits of the real page number are the encoding of a page size. */
    boolean isEncoded(long encoding, int shift) {
        long mask = (1L << Math.min(ENCODING_BITS, shift - PAGE_SHIFT)) - 1;
        return (second >>> PAGE_SHIFT & mask) == encoding;
    }

    /** The guest physical address of its page. */
    long physical(int shift) {
        return second & REAL & -1L << shift;
    }

    /** What the privileged state may do, and whether the problem state may read. */
    Rights rights(Segment segment) {
        boolean execute = (second & NO_EXECUTE) == 0 && !segment.isWithoutCode();
        boolean key = segment.key(false);
        return new Rights(isReadable(key), isWritable(key), execute && isReadable(key), isReadable(segment.key(true)));
    }

    private int protection() {
        return (int) ((second & PP0) >>> 61 | second & PP);
    }

    /** Power ISA book III, "Basic Storage Protection". */
    private boolean isReadable(boolean key) {
        return switch (protection()) {
            case 0, 6 -> !key;
            case 1, 2, 3 -> true;
            default -> false;
        };
    }

    private boolean isWritable(boolean key) {
        return switch (protection()) {
            case 0, 1 -> !key;
            case 2 -> true;
            default -> false;
        };
    }

    /** As a walk shows it. */
    PageEntry entry() {
        return new PageEntry(
                HashedWalk.NAME,
                (int) index,
                null,
                second,
                EntryBit.names(BITS, second) + (isSecondary() ? " H" : "") + " PP=" + protection());
    }
}
