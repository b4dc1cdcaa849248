package org.kvmsh.dsl.paging;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/** All that a vCPU's page tables map, in ranges of pages of one size that follow each other and allow the same. */
public record PageRanges(
        @Word(value = "the ranges, lowest address first", example = "m.pages.all[0].at")
        List<Range> all,

        @Word(value = "the paging mode", example = "m.pages.paging")
        String paging,

        @Word(value = "whether all tables were read; false if there are more than 4096", example = "m.pages.isWhole")
        boolean isWhole)
        implements AsJson {
    /** Addresses that follow each other, in pages of one size. */
    public record Range(
            @Word(value = "the first guest virtual address", example = "m.pages.all[0].at")
            long at,

            @Word(value = "the size of the range in bytes", example = "m.pages.all[0].size")
            long size,

            @Word(value = "the guest physical address of the first page", example = "m.pages.all[0].physical")
            long physical,

            @Word(value = "the size of each page in bytes", example = "m.pages.all[0].page")
            long page,

            @Word(
                    value = "the access rights: r, w, x, and user for the less privileged mode",
                    example = "m.pages.all[0].rights")
            String rights)
            implements AsJson {
        boolean isFollowedBy(Range next) {
            return at + size == next.at
                    && physical + size == next.physical
                    && page == next.page
                    && rights.equals(next.rights);
        }

        Range with(Range next) {
            return new Range(at, size + next.size, physical, page, rights);
        }

        @Override
        public String toString() {
            return Bits64.hex(at) + " to " + Bits64.hex(at + size - 1) + " -> " + Bits64.hex(physical) + "  "
                    + Bits64.size(size) + " in pages of " + Bits64.size(page) + ", " + rights;
        }
    }

    /** Pages in the order of their addresses, which may follow each other. */
    public static PageRanges of(List<Range> pages, String paging) {
        List<Range> ranges = new ArrayList<>();
        pages.forEach(page -> join(ranges, page));
        return new PageRanges(List.copyOf(ranges), paging, true);
    }

    /** Adds a page, to the last range if it continues that one. */
    static void join(List<Range> ranges, Range next) {
        Range last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
        if (last != null && last.isFollowedBy(next)) {
            ranges.set(ranges.size() - 1, last.with(next));
        } else {
            ranges.add(next);
        }
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add(paging + (all.isEmpty() && !paging.equals(PageWalk.OFF) ? ": nothing is mapped" : ""));
        all.forEach(range -> lines.add("  " + range));
        if (!isWhole) {
            lines.add("  more than " + PageReading.MOST + " tables: the rest was not read");
        }
        return String.join("\n", lines);
    }
}
