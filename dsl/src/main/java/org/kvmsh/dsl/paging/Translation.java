package org.kvmsh.dsl.paging;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/** An address, the page that a vCPU's page tables have for it, and the entries on the way. */
public record Translation(
        @Word(value = "the guest virtual address", example = "m.translate(0x1000).address")
        long address,

        @Word(
                value = "the guest physical address; null if the address is not mapped",
                example = "m.translate(0x1000).physical")
        Long physical,

        @Word(
                value = "the page size in bytes; 0 if the address is not mapped or address translation is off",
                example = "m.translate(0x1000).size")
        long size,

        @Word(
                value = "the access rights: r, w, x, and user for the less privileged mode",
                example = "m.translate(0x1000).rights")
        String rights,

        @Word(value = "the paging mode", example = "m.translate(0x1000).paging")
        String paging,

        @Word(value = "why the address is not mapped; empty if it is mapped", example = "m.translate(0x1000).fault")
        String fault,

        @Word(value = "the entries that were read, top-level table first", example = "m.translate(0x1000).entries[0]")
        List<PageEntry> entries)
        implements AsJson {
    /** Without the entries. */
    public String line() {
        String page = size == 0 ? "" : Bits64.size(size) + " page, " + rights + "; ";
        return physical == null
                ? Bits64.hex(address) + " is not mapped: " + fault + " (" + paging + ")"
                : Bits64.hex(address) + " -> " + Bits64.hex(physical) + " (" + page + paging + ")";
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>(List.of(line()));
        entries.forEach(entry -> lines.add("  " + entry));
        return String.join("\n", lines);
    }
}
