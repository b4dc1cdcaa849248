package org.kvmsh.dsl.arch.x86;

import java.util.List;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.device.ReadableMemory;
import org.kvmsh.dsl.paging.PageEntry;
import org.kvmsh.dsl.paging.PageWalk;
import org.kvmsh.dsl.paging.Rights;
import org.kvmsh.dsl.script.Bits64;

/** Why the page tables do not allow an access. */
final class X86PageWalk {
    private X86PageWalk() {}

    /** Empty if paging is off, or if the tables allow the access. */
    static String of(ReadableMemory memory, Argument sregs, long address, boolean write, boolean user, boolean fetch) {
        Cr3Paging paging = Cr3Paging.of(sregs);
        if (paging == null) {
            return "";
        }
        List<PageEntry> entries = PageWalk.of(paging, memory, address).entries();
        for (int i = 0; i < entries.size(); i++) {
            PageEntry entry = entries.get(i);
            int level = paging.levels() - 1 - i;
            if (entry.value() == null) {
                long table = entry.at() - (long) entry.index() * paging.entryBytes();
                return "its " + entry.table() + " at " + Bits64.hex(table) + " is not in any memslot";
            }
            String refused = paging.refused(level, entry.value());
            String why = refused.isEmpty() ? missing(paging.rights(level, entry.value()), write, user, fetch) : refused;
            if (!why.isEmpty()) {
                return "its " + entry.table() + " entry at " + Bits64.hex(entry.at()) + " is "
                        + Bits64.hex(entry.value()) + ", " + why;
            }
        }
        return "";
    }

    private static String missing(Rights rights, boolean write, boolean user, boolean fetch) {
        return write && !rights.write()
                ? "not writable"
                : user && !rights.user()
                        ? "not for ring 3"
                        : fetch && !rights.execute() ? "not executable: NX is set" : "";
    }
}
