package org.kvmsh.dsl.paging;

import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/** An entry of a page table that a walk reads. */
public record PageEntry(
        @Word(value = "the table that the entry is in", example = "m.translate(0x1000).entries[0].table")
        String table,

        @Word(value = "the entry's index in its table", example = "m.translate(0x1000).entries[0].index")
        int index,

        @Word(
                value = "the entry's guest physical address; null if it is not in guest memory",
                example = "m.translate(0x1000).entries[0].at")
        Long at,

        @Word(value = "the entry's value; null if not in any memslot", example = "m.translate(0x1000).entries[0].value")
        Long value,

        @Word(value = "the names of the bits set in the entry", example = "m.translate(0x1000).entries[0].bits")
        String bits)
        implements AsJson {
    @Override
    public String toString() {
        return table + " [" + index + "]" + (at == null ? "" : " at " + Bits64.hex(at)) + ": "
                + (value == null ? "not in any memslot" : Bits64.hex(value) + (bits.isEmpty() ? "" : "  " + bits));
    }
}
