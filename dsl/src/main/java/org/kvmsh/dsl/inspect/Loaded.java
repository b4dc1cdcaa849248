package org.kvmsh.dsl.inspect;

import java.util.List;
import java.util.stream.Collectors;
import org.kvmsh.dsl.plan.step.GuestRange;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Word;

/**
 * The ranges that load wrote into the memory of an existing machine, and the entry.
 *
 * @param start where an ELF file begins; null if it is not one
 */
public record Loaded(List<GuestRange> ranges, Long start) {
    public Loaded {
        ranges = List.copyOf(ranges);
    }

    @Word(
            value = "the guest physical address of the first byte",
            example = "m.load(at: 0x1000, hex: 'f4').at",
            js = "m.load({at: 0x1000, hex: 'f4'}).at")
    public long getAt() {
        return ranges.get(0).at();
    }

    @Word(
            value = "the number of bytes written; for an ELF file, the total of all segments",
            example = "m.load(at: 0x1000, hex: 'f4').length",
            js = "m.load({at: 0x1000, hex: 'f4'}).length")
    public Number getLength() {
        return ranges.stream().mapToLong(GuestRange::size).sum();
    }

    @Word(
            value = "the ELF file's entry point",
            example = "m.load(elf: 'guest.elf').entry",
            js = "m.load({elf: 'guest.elf'}).entry")
    public long getEntry() {
        if (start == null) {
            throw new ScriptError(
                    Site.UNKNOWN, "only an ELF file has an entry point", "try: m.load(elf: 'guest.elf').entry");
        }
        return start;
    }

    @Override
    public String toString() {
        return ranges.stream()
                        .map(range -> Bits64.size(range.size()).replaceFirst("^1 bytes", "1 byte") + " " + range.what()
                                + " at " + Bits64.hex(range.at()))
                        .collect(Collectors.joining("\n"))
                + (start == null ? "" : "\nentry at " + Bits64.hex(start));
    }
}
