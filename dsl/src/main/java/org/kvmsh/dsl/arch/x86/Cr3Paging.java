package org.kvmsh.dsl.arch.x86;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.paging.EntryBit;
import org.kvmsh.dsl.paging.Paging;
import org.kvmsh.dsl.paging.Rights;
import org.kvmsh.dsl.script.Bits64;

/**
 * The page tables that CR3 leads to. Source: Intel SDM volume 3, "Paging".
 *
 * @param controls CR4
 * @param efer EFER
 */
record Cr3Paging(Kind kind, long cr3, long controls, long efer) implements Paging {
    /** The kinds of paging, by CR4 and EFER. */
    private enum Kind {
        BITS_32("32-bit paging", 2),
        PAE("PAE paging", 3),
        LEVELS_4("4-level paging", 4),
        LEVELS_5("5-level paging", 5);

        private final String text;
        private final int levels;

        Kind(String text, int levels) {
            this.text = text;
            this.levels = levels;
        }

        private boolean isWide() {
            return this == LEVELS_4 || this == LEVELS_5;
        }
    }

    private static final List<String> TABLES =
            List.of("page table", "page directory", "page-directory-pointer table", "PML4", "PML5");
    private static final long ADDRESS = 0x000ffffffffff000L;
    private static final long PRESENT = 1;
    private static final long WRITABLE = 1 << 1;
    private static final long USER = 1 << 2;
    private static final long DIRTY = 1 << 6;
    private static final long LARGE = 1 << 7;
    private static final long GLOBAL = 1 << 8;
    private static final long NO_EXECUTE = 1L << 63;
    private static final List<EntryBit> OF_ALL = List.of(
            new EntryBit("P", PRESENT),
            new EntryBit("W", WRITABLE),
            new EntryBit("U", USER),
            new EntryBit("PWT", 1 << 3),
            new EntryBit("PCD", 1 << 4),
            new EntryBit("A", 1 << 5));
    private static final EntryBit NX = new EntryBit("NX", NO_EXECUTE);
    private static final List<EntryBit> OF_TABLE = with(NX);
    private static final List<EntryBit> OF_PAGE = with(new EntryBit("D", DIRTY), new EntryBit("G", GLOBAL), NX);
    private static final List<EntryBit> OF_LARGE_PAGE =
            with(new EntryBit("D", DIRTY), new EntryBit("PS", LARGE), new EntryBit("G", GLOBAL), NX);
    private static final int PAGE_SHIFT = 12;
    private static final int DIRECTORY = 1;
    private static final int POINTERS = 2;
    /** CR3 of PAE paging leads to 32 bytes. */
    private static final long PAE_ROOT = 0xffffffe0L;
    /** Of a 4 MiB page's entry: bits 39 to 32 of its address (PSE-36), and the bit above them, which is reserved. */
    private static final int HIGH = 13;

    private static final int HIGH_BITS = 8;
    private static final long LARGE_PAT = 1 << 12;
    private static final long SMALL_32 = 0xfffff000L;
    private static final long FOUR_MIB = 0xffc00000L;
    private static final long PAE_RESERVED = 0x1e6;

    private static List<EntryBit> with(EntryBit... more) {
        return Stream.concat(OF_ALL.stream(), Stream.of(more)).toList();
    }

    /** Null if paging is off. */
    static Cr3Paging of(Argument sregs) {
        long controls = sregs.get("cr4");
        long efer = sregs.get("efer");
        if ((sregs.get("cr0") & ControlBits.CR0_PG) == 0) {
            return null;
        }
        Kind kind = (efer & ControlBits.EFER_LMA) != 0
                ? (controls & ControlBits.CR4_LA57) != 0 ? Kind.LEVELS_5 : Kind.LEVELS_4
                : (controls & ControlBits.CR4_PAE) != 0 ? Kind.PAE : Kind.BITS_32;
        return new Cr3Paging(kind, sregs.get("cr3"), controls, efer);
    }

    @Override
    public String name() {
        return kind.text;
    }

    boolean isPae() {
        return kind == Kind.PAE;
    }

    @Override
    public boolean isSigned() {
        return kind.isWide();
    }

    @Override
    public String outside(long address) {
        if (kind.isWide()) {
            return canonical(address) == address
                    ? ""
                    : "it is not canonical: bits " + addressBits() + " to 63 differ from bit " + (addressBits() - 1);
        }
        return address >>> Integer.SIZE == 0 ? "" : "it has more than 32 bits";
    }

    @Override
    public long root() {
        return isPae() ? cr3 & PAE_ROOT : cr3 & ADDRESS;
    }

    @Override
    public int levels() {
        return kind.levels;
    }

    @Override
    public int shift(int level) {
        return PAGE_SHIFT + level * (kind == Kind.BITS_32 ? 10 : 9);
    }

    @Override
    public int indexBits(int level) {
        return kind == Kind.BITS_32 ? 10 : isPae() && level == POINTERS ? 2 : 9;
    }

    @Override
    public int entryBytes() {
        return kind == Kind.BITS_32 ? Integer.BYTES : Long.BYTES;
    }

    @Override
    public String table(int level) {
        return TABLES.get(level);
    }

    @Override
    public String refused(int level, long entry) {
        long reserved = (entry & PRESENT) == 0 ? 0 : reserved(level, entry);
        return (entry & PRESENT) == 0
                ? "not present"
                : reserved == 0 ? "" : "present with reserved bits set: " + Bits64.hex(reserved);
    }

    /** The bits that must be 0, as far as they do not depend on the width of the processor's physical addresses. */
    private long reserved(int level, long entry) {
        long never = kind != Kind.BITS_32 && (efer & ControlBits.EFER_NXE) == 0 ? NO_EXECUTE : 0;
        if (isPae() && level == POINTERS) {
            return entry & (PAE_RESERVED | NO_EXECUTE);
        } else if (kind == Kind.BITS_32) {
            return level == DIRECTORY && isPage(level, entry) ? entry & 1 << HIGH + HIGH_BITS : 0;
        } else if (level > POINTERS) {
            return entry & (never | LARGE);
        }
        // Bit 12 of a large page's entry is PAT; the others below its address are reserved.
        long inside = level > 0 && isPage(level, entry) ? (1L << shift(level)) - 1 & -1L << PAGE_SHIFT + 1 : 0;
        return entry & (never | inside);
    }

    @Override
    public boolean isPage(int level, long entry) {
        boolean maybe = kind == Kind.BITS_32
                ? level == DIRECTORY && (controls & ControlBits.CR4_PSE) != 0
                : level == DIRECTORY || level == POINTERS && kind.isWide();
        return level == 0 || maybe && (entry & LARGE) != 0;
    }

    @Override
    public long output(int level, long entry) {
        if (kind == Kind.BITS_32 && level == DIRECTORY && isPage(level, entry)) {
            return entry & FOUR_MIB | (entry >>> HIGH & (1 << HIGH_BITS) - 1) << Integer.SIZE;
        }
        return entry & ADDRESS & (isPage(level, entry) ? -1L << shift(level) : -1L);
    }

    @Override
    public Rights rights(int level, long entry) {
        if (isPae() && level == POINTERS) {
            return Rights.ALL;
        }
        boolean executes = kind == Kind.BITS_32 || (entry & NO_EXECUTE) == 0;
        return new Rights(true, (entry & WRITABLE) != 0, executes, (entry & USER) != 0);
    }

    @Override
    public long page(int level, long physical, Rights rights) {
        return place(level, physical)
                | PRESENT
                | (level > 0 ? LARGE : 0)
                | (rights.write() ? WRITABLE : 0)
                | (rights.user() ? USER : 0)
                | (rights.execute() || kind == Kind.BITS_32 ? 0 : NO_EXECUTE);
    }

    /** The bits of a page's entry that have its address. */
    private long place(int level, long physical) {
        return kind == Kind.BITS_32 && level == DIRECTORY
                ? physical & FOUR_MIB | (physical >>> Integer.SIZE & (1 << HIGH_BITS) - 1) << HIGH
                : physical & (kind == Kind.BITS_32 ? SMALL_32 : ADDRESS);
    }

    @Override
    public long link(int level, long table) {
        return table & ADDRESS | PRESENT | (isPae() && level == POINTERS ? 0 : WRITABLE | USER);
    }

    @Override
    public long part(int level, long page, int index) {
        long flags = page & (NO_EXECUTE | (1L << PAGE_SHIFT) - 1 & ~LARGE);
        long physical = output(level, page) + ((long) index << shift(level - 1));
        // PAT is bit 12 of a large page's entry, and bit 7, where the others have PS, of the last table's.
        boolean isPat = (page & LARGE_PAT) != 0;
        long kinds = level - 1 == 0 ? isPat ? LARGE : 0 : LARGE | (isPat ? LARGE_PAT : 0);
        return place(level - 1, physical) | flags | kinds;
    }

    @Override
    public String bits(int level, long entry) {
        List<EntryBit> bits = !isPage(level, entry) ? OF_TABLE : level == 0 ? OF_PAGE : OF_LARGE_PAGE;
        return EntryBit.names(bits, entry);
    }
}
