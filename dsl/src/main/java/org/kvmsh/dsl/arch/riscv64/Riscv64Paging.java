package org.kvmsh.dsl.arch.riscv64;

import java.util.List;
import java.util.stream.IntStream;
import org.kvmsh.dsl.paging.EntryBit;
import org.kvmsh.dsl.paging.Paging;
import org.kvmsh.dsl.paging.Rights;
import org.kvmsh.dsl.script.Bits64;

/** The page tables that satp leads to. Source: RISC-V Privileged Architecture, "Sv39", "Sv48", "Sv57". */
record Riscv64Paging(long satp) implements Paging {
    private static final int MODE_SHIFT = 60;
    /** satp.MODE of Sv39 less its number of levels. */
    private static final int SV39 = 8;

    private static final int LEAST_LEVELS = 3;
    private static final int MOST_LEVELS = 5;
    private static final long NUMBER = (1L << 44) - 1;
    private static final int NUMBER_SHIFT = 10;
    private static final int PAGE_SHIFT = 12;
    private static final int INDEX = 9;
    private static final String NAMES = "VRWXUGAD";
    private static final List<EntryBit> BITS = IntStream.range(0, NAMES.length())
            .mapToObj(bit -> new EntryBit(NAMES.substring(bit, bit + 1), 1L << bit))
            .toList();
    private static final long V = 1;
    private static final long R = 1 << 1;
    private static final long W = 1 << 2;
    private static final long X = 1 << 3;
    private static final long U = 1 << 4;
    private static final long A = 1 << 6;
    private static final long D = 1 << 7;
    private static final long RESERVED = 0x7fL << 54;

    /** Null if satp turns address translation off, or has another mode. */
    static Riscv64Paging of(long satp) {
        Riscv64Paging paging = new Riscv64Paging(satp);
        return paging.levels() >= LEAST_LEVELS && paging.levels() <= MOST_LEVELS ? paging : null;
    }

    @Override
    public String name() {
        return "Sv" + addressBits();
    }

    @Override
    public boolean isSigned() {
        return true;
    }

    @Override
    public String outside(long address) {
        return canonical(address) == address
                ? ""
                : name() + " needs bits " + addressBits() + " to 63 to equal bit " + (addressBits() - 1);
    }

    @Override
    public long root() {
        return (satp & NUMBER) << PAGE_SHIFT;
    }

    @Override
    public int levels() {
        return (int) (satp >>> MODE_SHIFT) - SV39 + LEAST_LEVELS;
    }

    @Override
    public int shift(int level) {
        return PAGE_SHIFT + INDEX * level;
    }

    @Override
    public int indexBits(int level) {
        return INDEX;
    }

    @Override
    public String refused(int level, long entry) {
        if ((entry & V) == 0) {
            return "not valid: V is 0";
        } else if ((entry & (R | W)) == W) {
            return "reserved: W without R";
        } else if ((entry & RESERVED) != 0) {
            return "valid with reserved bits set: " + Bits64.hex(entry & RESERVED);
        } else if (level == 0 && !isLeaf(entry)) {
            return "not a page: R and X are 0";
        }
        return isLeaf(entry) && (output(0, entry) & (1L << shift(level)) - 1) != 0
                ? "of a page that is not aligned to its size"
                : "";
    }

    private static boolean isLeaf(long entry) {
        return (entry & (R | X)) != 0;
    }

    @Override
    public boolean isPage(int level, long entry) {
        return isLeaf(entry);
    }

    @Override
    public long output(int level, long entry) {
        return (entry >>> NUMBER_SHIFT & NUMBER) << PAGE_SHIFT;
    }

    @Override
    public Rights rights(int level, long entry) {
        return isLeaf(entry)
                ? new Rights((entry & R) != 0, (entry & W) != 0, (entry & X) != 0, (entry & U) != 0)
                : Rights.ALL;
    }

    /** A and D are set: a processor need not set them itself. */
    @Override
    public long page(int level, long physical, Rights rights) {
        return number(physical)
                | V
                | A
                | D
                | (rights.read() ? R : 0)
                | (rights.write() ? W : 0)
                | (rights.execute() ? X : 0)
                | (rights.user() ? U : 0);
    }

    private static long number(long physical) {
        return (physical >>> PAGE_SHIFT & NUMBER) << NUMBER_SHIFT;
    }

    @Override
    public long link(int level, long table) {
        return number(table) | V;
    }

    @Override
    public long part(int level, long page, int index) {
        return page & ~(NUMBER << NUMBER_SHIFT) | number(output(level, page) + ((long) index << shift(level - 1)));
    }

    @Override
    public String bits(int level, long entry) {
        return EntryBit.names(BITS, entry);
    }
}
