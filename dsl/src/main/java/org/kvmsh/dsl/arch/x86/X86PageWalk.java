package org.kvmsh.dsl.arch.x86;

import java.util.List;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.script.Bits64;

/** Why the page tables of 64-bit mode do not allow an access. Source: Intel SDM volume 3, "4-Level Paging". */
final class X86PageWalk {
    private static final List<String> TABLES =
            List.of("page table", "page directory", "page-directory-pointer table", "PML4", "PML5");
    private static final long ADDRESS = 0x000ffffffffff000L;
    private static final long PRESENT = 1;
    private static final long WRITABLE = 1 << 1;
    private static final long USER = 1 << 2;
    private static final long PAGE = 1 << 7;
    private static final int PAGE_SHIFT = 12;
    private static final int INDEX = 9;
    private static final int LEVELS = 4;

    private X86PageWalk() {}

    /** Empty if the tables are not those of 64-bit mode, or allow the access. */
    static String of(ReadableMemory memory, Argument sregs, long address, boolean write, boolean user, boolean fetch) {
        if ((sregs.get("efer") & ControlBits.EFER_LMA) == 0) {
            return "";
        }
        long table = sregs.get("cr3") & ADDRESS;
        int levels = LEVELS + ((sregs.get("cr4") & ControlBits.CR4_LA57) == 0 ? 0 : 1);
        for (int level = levels - 1; level >= 0; level--) {
            long at = table + (address >>> PAGE_SHIFT + INDEX * level & (1 << INDEX) - 1) * Long.BYTES;
            Long entry = memory.entry(at);
            if (entry == null) {
                return "its " + TABLES.get(level) + " at " + Bits64.hex(table) + " is not in any memslot";
            }
            String refused = (entry & PRESENT) == 0
                    ? "not present"
                    : write && (entry & WRITABLE) == 0
                            ? "not writable"
                            : user && (entry & USER) == 0
                                    ? "not for ring 3"
                                    : fetch && entry < 0 ? "not executable: NX is set" : "";
            if (!refused.isEmpty()) {
                return "its " + TABLES.get(level) + " entry at " + Bits64.hex(at) + " is " + Bits64.hex(entry) + ", "
                        + refused;
            }
            if ((entry & PAGE) != 0 && level > 0) {
                return "";
            }
            table = entry & ADDRESS;
        }
        return "";
    }
}
