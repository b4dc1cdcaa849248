package org.kvmsh.dsl.arch.ppc64;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.paging.EntryBit;
import org.kvmsh.dsl.paging.PageEntry;
import org.kvmsh.dsl.script.Bits64;

/**
 * A valid entry of a vCPU's segment lookaside buffer, in KVM_GET_SREGS. Source: Power ISA book III, "Segment Lookaside
 * Buffer"; arch/powerpc/include/asm/book3s/64/mmu-hash.h, SLB_….
 *
 * @param slot its number
 * @param effective ESID, V
 * @param virtual VSID, B, Ks and the other bits
 */
record Segment(int slot, long effective, long virtual) {
    private static final int SLOTS = 64;
    private static final long V = 0x08000000L;
    private static final int SIZE_SHIFT = 62;
    private static final int SMALL_SHIFT = 28;
    private static final int LARGE_SHIFT = 40;
    /** The lowest bit of VSID in a segment of 256 MiB, and of 1 TiB. */
    private static final int SMALL_VSID = 12;

    private static final int LARGE_VSID = 24;
    private static final long KS = 0x800;
    private static final long KP = 0x400;
    private static final long N = 0x200;
    /** L and LP. */
    private static final long PAGE_SIZE = 0x130;

    private static final List<EntryBit> BITS = List.of(
            new EntryBit("Ks", KS),
            new EntryBit("Kp", KP),
            new EntryBit("N", N),
            new EntryBit("L", 0x100),
            new EntryBit("C", 0x80));

    /** The valid ones. */
    static List<Segment> all(Vcpu vcpu) {
        List<Segment> all = new ArrayList<>();
        try (Argument sregs = Argument.of(vcpu.kernel(), "kvm_sregs")) {
            vcpu.getSregs(sregs).get();
            for (int i = 0; i < SLOTS; i++) {
                String slot = "u.s.ppc64.slb[" + i + "].";
                long effective = sregs.get(slot + "slbe");
                if ((effective & V) != 0) {
                    all.add(new Segment(i, effective, sregs.get(slot + "slbv")));
                }
            }
        }
        return all;
    }

    /** The bits of an address inside the segment. */
    int shift() {
        return isLarge() ? LARGE_SHIFT : SMALL_SHIFT;
    }

    private boolean isLarge() {
        return virtual >>> SIZE_SHIFT == 1;
    }

    /** B, as an entry of the hashed page table has it. */
    long size() {
        return virtual >>> SIZE_SHIFT;
    }

    /** Its first address. */
    long first() {
        return effective >>> shift() << shift();
    }

    boolean has(long address) {
        return first() == address >>> shift() << shift();
    }

    long offset(long address) {
        return address & (1L << shift()) - 1;
    }

    /** The number of the virtual segment. */
    long number() {
        return (virtual & -1L >>> 2) >>> (isLarge() ? LARGE_VSID : SMALL_VSID);
    }

    /** What its number adds to a hash. */
    long hash() {
        return isLarge() ? number() ^ number() << 25 : number();
    }

    /** The encoding of its base page size, in kvm_ppc_one_seg_page_size.slb_enc. */
    long pageSize() {
        return virtual & PAGE_SIZE;
    }

    boolean isWithoutCode() {
        return (virtual & N) != 0;
    }

    /** The key with which a state uses its pages. */
    boolean key(boolean isProblemState) {
        return (virtual & (isProblemState ? KP : KS)) != 0;
    }

    /** As a walk shows it. */
    PageEntry entry(int pageShift) {
        String bits = EntryBit.names(BITS, virtual);
        return new PageEntry(
                "SLB",
                slot,
                null,
                virtual,
                "ESID=" + Bits64.hex(effective >>> shift()) + " VSID=" + Bits64.hex(number()) + ", a segment of "
                        + Bits64.size(1L << shift()) + " with pages of " + Bits64.size(1L << pageShift)
                        + (bits.isEmpty() ? "" : "  " + bits));
    }
}
