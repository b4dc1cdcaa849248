package org.kvmsh.bindings.model.x86;

import org.kvmsh.bindings.model.Memslots;

/**
 * From linear to physical addresses through the guest's page tables: two levels, three with CR4.PAE, four in long mode.
 * Source: Intel SDM volume 3, "Paging".
 */
final class X86Paging {
    /** SDM volume 3, "Page-Fault Exceptions": bits of the error code. */
    private static final long FAULT_PRESENT = 1;

    private static final long FAULT_WRITE = 1 << 1;
    private static final long FAULT_USER = 1 << 2;
    private static final long FAULT_RESERVED = 1 << 3;
    private static final long FAULT_FETCH = 1 << 4;
    private static final long PRESENT = 1;
    private static final long WRITABLE = 1 << 1;
    private static final long USER = 1 << 2;
    private static final long ACCESSED = 1 << 5;
    private static final long DIRTY = 1 << 6;
    private static final long LARGE = 1 << 7;
    private static final long NOT_EXECUTABLE = 1L << 63;
    /** Addresses have 48 bits, as in the model's CPUID table. */
    private static final long ADDRESS = 0xffff_ffff_f000L;

    private static final long RESERVED = 0xf_0000_0000_0000L;
    /** Of a 4 MiB page's entry, above bits 39 to 32 of its address. */
    private static final long LARGE_RESERVED = 1 << 21;
    /** Of an entry of PAE's page-directory pointers. */
    private static final long POINTER_RESERVED = 0x1e6;

    private static final int PAGE_BITS = 12;
    private static final int LEGACY_DIRECTORY_LEVELS = 2;
    private static final int PAE_LEVELS = 3;
    private static final int LONG_LEVELS = 4;

    private final X86State state;
    private final Memslots memory;

    X86Paging(X86State state, Memslots memory) {
        this.state = state;
        this.memory = memory;
    }

    /** A physical address. What the tables do not allow is a page fault. */
    long physical(long linear, boolean write, boolean fetch) {
        return state.isPaged() ? walk(linear, write, fetch, state.privilege() == 3, true) : linear;
    }

    /** KVM_TRANSLATE: as a read of the kernel's, which leaves no trace in the tables. */
    long translate(long linear) {
        return state.isPaged() ? walk(linear, false, false, false, false) : linear;
    }

    private long walk(long linear, boolean write, boolean fetch, boolean user, boolean marks) {
        boolean wide = (state.cr4 & X86State.CR4_PAE) != 0;
        int bytes = wide ? Long.BYTES : Integer.BYTES;
        int bits = wide ? 9 : 10;
        int levels = state.isLongMode() ? LONG_LEVELS : wide ? PAE_LEVELS : LEGACY_DIRECTORY_LEVELS;
        long error = (write ? FAULT_WRITE : 0)
                | (user ? FAULT_USER : 0)
                | (fetch && (state.efer & X86State.EFER_NXE) != 0 ? FAULT_FETCH : 0);
        long table = state.cr3 & ADDRESS;
        if (levels == PAE_LEVELS) {
            table = state.cr3 & 0xffffffe0L;
        }
        long[] entries = new long[LONG_LEVELS];
        long allowed = WRITABLE | USER;
        boolean executable = true;
        for (int level = levels; ; level--) {
            int shift = PAGE_BITS + bits * (level - 1);
            long at = table + (linear >>> shift & (1L << bits) - 1) * bytes;
            long entry = memory.has(at, bytes) ? memory.get(at, bytes) : 0;
            entries[level - 1] = at;
            // The four page-directory pointers of PAE are read when CR3 is loaded (SDM volume 3, "PAE Paging").
            if (marks && memory.has(at, bytes) && !(level == PAE_LEVELS && levels == PAE_LEVELS)) {
                memory.walk(at, bytes);
            }
            if ((entry & PRESENT) == 0) {
                throw X86Fault.page(error, linear);
            }
            boolean large = (entry & LARGE) != 0
                    && (level == 2 && (wide || (state.cr4 & X86State.CR4_PSE) != 0)
                            || level == PAE_LEVELS && levels == LONG_LEVELS);
            if ((entry & reserved(level, levels, wide, large)) != 0) {
                throw X86Fault.page(error | FAULT_PRESENT | FAULT_RESERVED, linear);
            }
            // The four page-directory pointers of PAE have no rights (SDM volume 3, "PAE Paging").
            if (level < PAE_LEVELS || levels == LONG_LEVELS) {
                allowed &= entry;
                executable &= !wide || (entry & NOT_EXECUTABLE) == 0;
            }
            if (large || level == 1) {
                check(linear, error, allowed, executable, write, fetch, user);
                if (marks) {
                    mark(entries, level, levels, bytes, write);
                }
                long inPage = (1L << shift) - 1;
                // PSE-36: a 4 MiB page's entry has bits 39 to 32 of its address in its bits 20 to 13.
                long high = large && !wide ? (entry >>> 13 & 0xff) << Integer.SIZE : 0;
                return high | entry & ADDRESS & ~inPage | linear & inPage;
            }
            table = entry & (wide ? ADDRESS : 0xfffff000L);
        }
    }

    /** SDM volume 3, "Paging": the bits of an entry that is present that must be 0. */
    private long reserved(int level, int levels, boolean wide, boolean large) {
        if (!wide) {
            return large ? LARGE_RESERVED : 0;
        } else if (levels == PAE_LEVELS && level == PAE_LEVELS) {
            return RESERVED | POINTER_RESERVED | NOT_EXECUTABLE;
        }
        // Bit 12 of a large page's entry is PAT.
        long inside = large ? (1L << PAGE_BITS + 9 * (level - 1)) - 1 & -1L << PAGE_BITS + 1 : 0;
        return RESERVED
                | inside
                | (level == LONG_LEVELS ? LARGE : 0)
                | ((state.efer & X86State.EFER_NXE) == 0 ? NOT_EXECUTABLE : 0);
    }

    private void check(
            long linear, long error, long allowed, boolean executable, boolean write, boolean fetch, boolean user) {
        boolean refused = user && (allowed & USER) == 0
                || fetch && !executable
                || write && (allowed & WRITABLE) == 0 && (user || (state.cr0 & X86State.CR0_WP) != 0);
        if (refused) {
            throw X86Fault.page(error | FAULT_PRESENT, linear);
        }
    }

    /** SDM volume 3, "Accessed and Dirty Flags". */
    private void mark(long[] entries, int leaf, int levels, int bytes, boolean write) {
        for (int level = levels; level >= leaf; level--) {
            if (level == PAE_LEVELS && levels == PAE_LEVELS) {
                continue;
            }
            long old = memory.get(entries[level - 1], bytes);
            long marked = old | ACCESSED | (level == leaf && write ? DIRTY : 0);
            if (marked != old && memory.canWrite(entries[level - 1], bytes)) {
                memory.put(entries[level - 1], bytes, marked);
            }
        }
    }
}
