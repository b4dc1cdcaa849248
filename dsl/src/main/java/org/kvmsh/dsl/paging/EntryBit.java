package org.kvmsh.dsl.paging;

import java.util.List;
import java.util.stream.Collectors;

/** A bit of an entry of a page table, by its name in the processor's manual. */
public record EntryBit(String name, long mask) {
    /** The names of the bits that an entry has set. */
    public static String names(List<EntryBit> bits, long entry) {
        return bits.stream()
                .filter(bit -> (entry & bit.mask) != 0)
                .map(EntryBit::name)
                .collect(Collectors.joining(" "));
    }
}
