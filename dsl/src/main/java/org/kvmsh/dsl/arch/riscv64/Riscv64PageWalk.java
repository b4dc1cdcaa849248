package org.kvmsh.dsl.arch.riscv64;

import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.script.Bits64;

/**
 * satp's page tables: where they lead an address, and why they do not. Source: RISC-V Privileged Architecture, "Sv39",
 * "Sv48", "Sv57".
 */
final class Riscv64PageWalk {
    private static final int MODE_SHIFT = 60;
    /** satp.MODE of Sv39 less its number of levels. */
    private static final int SV39 = 8;

    private static final int LEAST_LEVELS = 3;
    private static final long NUMBER = (1L << 44) - 1;
    private static final int PAGE_SHIFT = 12;
    private static final int INDEX = 9;
    private static final long V = 1;
    private static final long R = 1 << 1;
    private static final long W = 1 << 2;
    private static final long X = 1 << 3;
    private static final long A = 1 << 6;
    private static final long D = 1 << 7;
    private static final int FETCH = 12;
    private static final int STORE = 15;

    /**
     * The end of a walk.
     *
     * @param table that has the last entry
     * @param at the entry's address
     * @param entry null if the table is not in memory
     * @param leaf whether the entry is a page's
     */
    private record Step(int level, long table, long at, Long entry, boolean leaf) {}

    private Riscv64PageWalk() {}

    private static int bits(long satp) {
        return PAGE_SHIFT + INDEX * ((int) (satp >>> MODE_SHIFT) - SV39 + LEAST_LEVELS);
    }

    private static boolean isCanonical(long satp, long address) {
        int above = Long.SIZE - bits(satp);
        return address << above >> above == address;
    }

    private static Step last(ReadableMemory memory, long satp, long address) {
        long table = (satp & NUMBER) << PAGE_SHIFT;
        for (int level = (bits(satp) - PAGE_SHIFT) / INDEX - 1; ; level--) {
            long at = table + (address >>> PAGE_SHIFT + INDEX * level & (1 << INDEX) - 1) * Long.BYTES;
            Long entry = memory.entry(at);
            if (entry == null) {
                return new Step(level, table, at, null, false);
            }
            boolean leaf = (entry & V) != 0 && (entry & (R | X)) != 0;
            if ((entry & V) == 0 || leaf || level == 0) {
                return new Step(level, table, at, entry, leaf);
            }
            table = (entry >>> 10 & NUMBER) << PAGE_SHIFT;
        }
    }

    /** The guest physical address; {@link ProgramCounter#NOWHERE} if no page has it. */
    static long physical(ReadableMemory memory, long satp, long address) {
        if (!isCanonical(satp, address)) {
            return ProgramCounter.NOWHERE;
        }
        Step last = last(memory, satp, address);
        long size = 1L << PAGE_SHIFT + INDEX * last.level();
        return last.leaf()
                ? (last.entry() >>> 10 & NUMBER) << PAGE_SHIFT & -size | address & size - 1
                : ProgramCounter.NOWHERE;
    }

    /** @param code scause of the page fault */
    static String of(ReadableMemory memory, long satp, long address, int code) {
        if (!isCanonical(satp, address)) {
            int bits = bits(satp);
            return "Sv" + bits + " needs bits " + bits + " to 63 to equal bit " + (bits - 1);
        }
        Step last = last(memory, satp, address);
        if (last.entry() == null) {
            return "its level " + last.level() + " table, at " + Bits64.hex(last.table()) + ", is not in any memslot";
        }
        String text = "its level " + last.level() + " entry at " + Bits64.hex(last.at()) + " is "
                + Bits64.hex(last.entry()) + ", ";
        return text
                + (last.leaf()
                        ? missing(last.entry(), code)
                        : (last.entry() & V) == 0 ? "not valid: V is 0" : "not a page: R and X are 0");
    }

    private static String missing(long entry, int code) {
        long right = code == FETCH ? X : code == STORE ? W : R;
        String name = code == FETCH ? "X" : code == STORE ? "W" : "R";
        return (entry & right) == 0
                ? "a page without the required permission: " + name + " is 0"
                : (entry & A) == 0 || code == STORE && (entry & D) == 0
                        ? "a page whose A or D is 0"
                        : "a page of the other privilege mode: see U and sstatus.SUM";
    }
}
