package org.kvmsh.dsl.arch.ppc64;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.dsl.paging.PageEntry;
import org.kvmsh.dsl.paging.PageRanges;
import org.kvmsh.dsl.paging.PageWalk;
import org.kvmsh.dsl.paging.Translation;
import org.kvmsh.dsl.script.Bits64;

/**
 * Addresses of a guest with a hashed page table: a segment of the vCPU's SLB gives a virtual address, whose hash
 * selects two groups of eight entries. Source: Power ISA book III, "Hashed Page Table Translation".
 */
final class HashedWalk {
    static final String NAME = "hashed page table";
    private static final int IN_GROUP = 1 << HashedEntry.GROUP_SHIFT;
    private static final int SIZES = 8;
    /**
     * A page size that entries of a segment can have.
     *
     * @param segment the encoding of the base page size in the segment
     * @param base the shift of the base page size, with which an address is hashed
     * @param encoding in the entry
     * @param shift of the page
     */
    private record Size(long segment, int base, long encoding, int shift) {}

    private final List<Segment> segments;
    private final List<Size> sizes;
    private final HashedPageTable table;

    HashedWalk(Vcpu vcpu) {
        segments = Segment.all(vcpu);
        sizes = sizes(vcpu.owner());
        table = HashedPageTable.of(vcpu.owner());
    }

    /** KVM_PPC_GET_SMMU_INFO (api.rst 4.64). */
    private static List<Size> sizes(Vm vm) {
        List<Size> sizes = new ArrayList<>();
        try (Argument info = Argument.of(vm.kernel(), "kvm_ppc_smmu_info")) {
            vm.ioctl("KVM_PPC_GET_SMMU_INFO", info).get();
            for (int i = 0; i < SIZES; i++) {
                String base = "sps[" + i + "].";
                for (int j = 0; j < SIZES; j++) {
                    String actual = base + "enc[" + j + "].";
                    int shift = (int) info.get(actual + "page_shift");
                    if (shift != 0) {
                        sizes.add(new Size(
                                info.get(base + "slb_enc"),
                                (int) info.get(base + "page_shift"),
                                info.get(actual + "pte_enc"),
                                shift));
                    }
                }
            }
        }
        return sizes;
    }

    Translation to(long address) {
        Segment segment =
                segments.stream().filter(each -> each.has(address)).findFirst().orElse(null);
        if (segment == null) {
            return PageWalk.fault(address, NAME, "no SLB entry covers its segment", List.of());
        }
        int base = base(segment);
        if (base == 0) {
            return PageWalk.fault(
                    address, NAME, "the processor has no page size for the SLB entry's L and LP", List.of());
        }
        PageEntry inSegment = segment.entry(base);
        HashedEntry entry = find(segment, segment.offset(address), base);
        if (entry == null) {
            long hash = hash(segment, segment.offset(address), base);
            return PageWalk.fault(
                    address,
                    NAME,
                    "groups " + Bits64.hex(table.group(hash, false)) + " and " + Bits64.hex(table.group(hash, true))
                            + " of the " + NAME + " have no entry for it",
                    List.of(inSegment));
        }
        int shift = size(segment, entry).shift();
        return new Translation(
                address,
                entry.physical(shift) | address & (1L << shift) - 1,
                1L << shift,
                entry.rights(segment).toString(),
                NAME,
                "",
                List.of(inSegment, entry.entry()));
    }

    /** The pages of the segments that are in the SLB. */
    PageRanges ranges() {
        List<PageRanges.Range> found = segments.stream()
                .filter(segment -> base(segment) != 0)
                .flatMap(segment -> table.entries().values().stream()
                        .filter(entry -> entry.isOf(segment))
                        .flatMap(entry -> range(segment, entry)))
                .sorted(Comparator.comparing(PageRanges.Range::at, Long::compareUnsigned))
                .toList();
        return PageRanges.of(found, NAME);
    }

    /** Where an entry is found, which is in the group that its address's hash selects. */
    private Stream<PageRanges.Range> range(Segment segment, HashedEntry entry) {
        int base = base(segment);
        long offset = entry.offset(segment);
        if (base < HashedEntry.ABBREVIATED) {
            long hash = (entry.isSecondary() ? ~entry.group() : entry.group()) ^ segment.hash();
            offset |= hash << base & (1L << HashedEntry.ABBREVIATED) - 1;
        }
        if (find(segment, offset, base) != entry) {
            return Stream.empty();
        }
        int shift = size(segment, entry).shift();
        return Stream.of(new PageRanges.Range(
                segment.first() + offset,
                1L << base,
                entry.physical(shift) | offset & (1L << shift) - 1,
                1L << shift,
                entry.rights(segment).toString()));
    }

    /** The shift of a segment's base page size; 0 if the processor has none. */
    private int base(Segment segment) {
        return sizes(segment).mapToInt(Size::base).findFirst().orElse(0);
    }

    private Stream<Size> sizes(Segment segment) {
        return sizes.stream().filter(size -> size.segment() == segment.pageSize());
    }

    private static long hash(Segment segment, long offset, int base) {
        return segment.hash() ^ offset >>> base;
    }

    /** The first entry for a page in its two groups. */
    private HashedEntry find(Segment segment, long offset, int base) {
        long hash = hash(segment, offset, base);
        return Stream.of(false, true)
                .flatMap(isSecondary -> LongStream.range(0, IN_GROUP)
                        .mapToObj(i -> table.entries().get(table.group(hash, isSecondary) * IN_GROUP + i))
                        .filter(entry -> entry != null
                                && entry.isSecondary() == isSecondary
                                && entry.isOf(segment)
                                && isAt(entry.offset(segment), offset, base)
                                && size(segment, entry) != null))
                .findFirst()
                .orElse(null);
    }

    /** Whether an offset is an entry's in the bits that an entry has. */
    private static boolean isAt(long ofEntry, long offset, int base) {
        int compared = Math.max(base, HashedEntry.ABBREVIATED);
        return ofEntry >>> compared == offset >>> compared;
    }

    private Size size(Segment segment, HashedEntry entry) {
        return sizes(segment)
                .filter(size -> size.shift() > HashedEntry.PAGE_SHIFT == entry.isLarge()
                        && entry.isEncoded(size.encoding(), size.shift()))
                .findFirst()
                .orElse(null);
    }
}
