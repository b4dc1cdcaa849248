package org.kvmsh.dsl.arch.riscv64;

import java.util.List;
import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.paging.PageEntry;
import org.kvmsh.dsl.paging.PageWalk;
import org.kvmsh.dsl.paging.Rights;
import org.kvmsh.dsl.paging.Translation;
import org.kvmsh.dsl.script.Bits64;

/** Why satp's page tables do not allow an access. */
final class Riscv64PageWalk {
    private static final long A = 1 << 6;
    private static final long D = 1 << 7;
    private static final int FETCH = 12;
    private static final int STORE = 15;

    private Riscv64PageWalk() {}

    /** @param code scause of the page fault */
    static String of(ReadableMemory memory, long satp, long address, int code) {
        Riscv64Paging paging = Riscv64Paging.of(satp);
        if (paging == null) {
            return "address translation is off";
        }
        Translation walk = PageWalk.of(paging, memory, address);
        if (walk.entries().isEmpty()) {
            return walk.fault();
        }
        List<PageEntry> entries = walk.entries();
        PageEntry last = entries.get(entries.size() - 1);
        int level = paging.levels() - entries.size();
        if (last.value() == null) {
            long table = last.at() - (long) last.index() * paging.entryBytes();
            return "its " + last.table() + ", at " + Bits64.hex(table) + ", is not in any memslot";
        }
        String refused = paging.refused(level, last.value());
        return "its level " + level + " entry at " + Bits64.hex(last.at()) + " is " + Bits64.hex(last.value()) + ", "
                + (refused.isEmpty() ? missing(paging, level, last.value(), code) : refused);
    }

    private static String missing(Riscv64Paging paging, int level, long entry, int code) {
        Rights rights = paging.rights(level, entry);
        boolean isAllowed = code == FETCH ? rights.execute() : code == STORE ? rights.write() : rights.read();
        String name = code == FETCH ? "X" : code == STORE ? "W" : "R";
        return !isAllowed
                ? "a page without the required permission: " + name + " is 0"
                : (entry & A) == 0 || code == STORE && (entry & D) == 0
                        ? "a page whose A or D is 0"
                        : "a page of the other privilege mode: see U and sstatus.SUM";
    }
}
