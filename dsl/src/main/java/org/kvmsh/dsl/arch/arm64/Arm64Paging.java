package org.kvmsh.dsl.arch.arm64;

import java.util.List;
import org.kvmsh.dsl.paging.EntryBit;
import org.kvmsh.dsl.paging.Paging;
import org.kvmsh.dsl.paging.Rights;
import org.kvmsh.dsl.script.Bits64;

/**
 * The page tables of EL1 and EL0 that one of TTBR0_EL1 and TTBR1_EL1 leads to. Source: Arm Architecture Reference
 * Manual, "The AArch64 Virtual Memory System Architecture": TCR_EL1 and the descriptors of 48-bit addresses.
 *
 * @param upper whether they are TTBR1_EL1's
 * @param control TCR_EL1
 */
record Arm64Paging(boolean upper, long control, long base) implements Paging {
    /** The bit of an address that selects TTBR1_EL1, also where a tag is in the byte above. */
    private static final long UPPER = 1L << 55;

    private static final int MOST_BITS = 48;
    private static final long OUTPUT = (1L << MOST_BITS) - 1;
    private static final int SIZE = 0x3f;
    private static final int T1SZ = 16;
    private static final int TG0 = 14;
    private static final int TG1 = 30;
    private static final long EPD0 = 1 << 7;
    private static final long EPD1 = 1 << 23;
    private static final long TBI0 = 1L << 37;
    private static final long TBI1 = 1L << 38;
    private static final int TAG = 8;
    /** log2 of the granule for each value of TG0 and TG1; 0 is reserved. */
    private static final int[] GRANULES_0 = {12, 16, 14, 0};

    private static final int[] GRANULES_1 = {0, 14, 12, 16};
    private static final int FOUR_KIB = 12;
    private static final long VALID = 1;
    private static final long TABLE_OR_PAGE = 1 << 1;
    private static final long AP_USER = 1 << 6;
    private static final long AP_READ_ONLY = 1 << 7;
    private static final long PXN = 1L << 53;
    private static final long UXN = 1L << 54;
    private static final long PXN_TABLE = 1L << 59;
    private static final long UXN_TABLE = 1L << 60;
    private static final long AP_TABLE_NO_USER = 1L << 61;
    private static final long AP_TABLE_READ_ONLY = 1L << 62;
    private static final long INNER_SHAREABLE = 3 << 8;
    private static final long ACCESSED = 1 << 10;
    private static final long CONTIGUOUS = 1L << 52;
    /** The bits of a page's entry that are not its address. */
    private static final long ATTRIBUTES = ~(OUTPUT & -1L << FOUR_KIB);

    private static final List<EntryBit> OF_PAGE = List.of(
            new EntryBit("AP[1]", AP_USER),
            new EntryBit("AP[2]", AP_READ_ONLY),
            new EntryBit("AF", ACCESSED),
            new EntryBit("nG", 1L << 11),
            new EntryBit("Contiguous", CONTIGUOUS),
            new EntryBit("PXN", PXN),
            new EntryBit("UXN", UXN));
    private static final List<EntryBit> OF_TABLE = List.of(
            new EntryBit("PXNTable", PXN_TABLE),
            new EntryBit("UXNTable", UXN_TABLE),
            new EntryBit("APTable[0]", AP_TABLE_NO_USER),
            new EntryBit("APTable[1]", AP_TABLE_READ_ONLY),
            new EntryBit("NSTable", 1L << 63));

    static boolean isUpper(long address) {
        return (address & UPPER) != 0;
    }

    private int granule() {
        return upper ? GRANULES_1[(int) (control >>> TG1 & 3)] : GRANULES_0[(int) (control >>> TG0 & 3)];
    }

    private int bits() {
        return Long.SIZE - (int) (control >>> (upper ? T1SZ : 0) & SIZE);
    }

    @Override
    public String name() {
        return (upper ? "TTBR1_EL1, " : "TTBR0_EL1, ")
                + (granule() == 0
                        ? "reserved granule"
                        : Bits64.size(1L << granule()) + " granule, " + bits() + " bits");
    }

    @Override
    public long first() {
        return upper ? -1L << bits() : 0;
    }

    @Override
    public String outside(long address) {
        String register = upper ? "TCR_EL1.TG1" : "TCR_EL1.TG0";
        if (granule() == 0) {
            return register + " is reserved";
        } else if ((control & (upper ? EPD1 : EPD0)) != 0) {
            return (upper ? "TCR_EL1.EPD1" : "TCR_EL1.EPD0") + " is 1";
        } else if (!hasTables()) {
            return (upper ? "TCR_EL1.T1SZ" : "TCR_EL1.T0SZ") + " selects addresses of " + bits()
                    + " bits, and kvmsh reads the tables of " + (granule() + 1) + " to " + MOST_BITS + " bits";
        }
        int ignored = (control & (upper ? TBI1 : TBI0)) != 0 ? TAG : 0;
        long above = address << ignored >> ignored + bits();
        return above == (upper ? -1 : 0)
                ? ""
                : "bits " + bits() + " to " + (Long.SIZE - 1 - ignored) + " are not all " + (upper ? 1 : 0);
    }

    /** Bit 0 of TTBR is CnP, and the ASID is above the address. */
    @Override
    public long root() {
        return base & OUTPUT & ~1L;
    }

    @Override
    public int levels() {
        return hasTables() ? (bits() - granule() + index() - 1) / index() : 1;
    }

    private boolean hasTables() {
        return granule() != 0 && bits() > granule() && bits() <= MOST_BITS;
    }

    private int index() {
        return Math.max(1, granule() - 3);
    }

    @Override
    public int shift(int level) {
        return granule() + index() * level;
    }

    /** The first table is smaller if there are fewer bits of the address for it. */
    @Override
    public int indexBits(int level) {
        return Math.min(index(), Math.max(0, bits() - shift(level)));
    }

    @Override
    public String table(int level) {
        return "level " + (3 - level) + " table";
    }

    @Override
    public String refused(int level, long entry) {
        if ((entry & VALID) == 0) {
            return "not valid: bit 0 is 0";
        }
        boolean isBlock = (entry & TABLE_OR_PAGE) == 0;
        boolean takesBlocks = level == 1 || level == 2 && granule() == FOUR_KIB;
        return isBlock && !takesBlocks ? "reserved: bit 1 is 0, and there are no blocks at this level" : "";
    }

    @Override
    public boolean isPage(int level, long entry) {
        return level == 0 || (entry & TABLE_OR_PAGE) == 0;
    }

    @Override
    public long output(int level, long entry) {
        return entry & OUTPUT & -1L << (isPage(level, entry) ? shift(level) : granule());
    }

    @Override
    public Rights rights(int level, long entry) {
        if (!isPage(level, entry)) {
            return new Rights(
                    true,
                    (entry & AP_TABLE_READ_ONLY) == 0,
                    (entry & (PXN_TABLE | UXN_TABLE)) != (PXN_TABLE | UXN_TABLE),
                    (entry & AP_TABLE_NO_USER) == 0);
        }
        boolean isUser = (entry & AP_USER) != 0;
        boolean writes = (entry & AP_READ_ONLY) == 0;
        // EL1 executes no page that EL0 may write.
        boolean executesAtEl1 = (entry & PXN) == 0 && !(isUser && writes);
        return new Rights(true, writes, executesAtEl1 || isUser && (entry & UXN) == 0, isUser);
    }

    /** The memory type is that of MAIR_EL1's first attribute. The access flag is set: a processor need not set it. */
    @Override
    public long page(int level, long physical, Rights rights) {
        boolean isUser = rights.user();
        return physical & OUTPUT
                | kind(level)
                | INNER_SHAREABLE
                | ACCESSED
                | (isUser ? AP_USER : 0)
                | (rights.write() ? 0 : AP_READ_ONLY)
                | (rights.execute() ? isUser ? PXN : UXN : PXN | UXN);
    }

    private static long kind(int level) {
        return level == 0 ? VALID | TABLE_OR_PAGE : VALID;
    }

    @Override
    public long link(int level, long table) {
        return table & OUTPUT | VALID | TABLE_OR_PAGE;
    }

    @Override
    public long part(int level, long page, int index) {
        long attributes = page & ATTRIBUTES & ~(CONTIGUOUS | TABLE_OR_PAGE);
        return output(level, page) + ((long) index << shift(level - 1)) | attributes | kind(level - 1);
    }

    @Override
    public String bits(int level, long entry) {
        return EntryBit.names(isPage(level, entry) ? OF_PAGE : OF_TABLE, entry);
    }
}
