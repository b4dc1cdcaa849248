package org.kvmsh.dsl.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.AnswerConfig;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.json.AsJson;
import org.kvmsh.dsl.plan.step.GuestRange;
import org.kvmsh.dsl.plan.step.MemorySlots;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.word.Word;

/** The meaning of a guest's physical addresses, and the ports that handlers have. */
public record MemoryMap(
        @Word(value = "the ranges, lowest address first", example = "m.memmap.all[0].at")
        List<Part> all,

        List<String> ports)
        implements AsJson {
    /** @param known memory, and what the machine's steps placed */
    public static MemoryMap of(List<Part> known, VmConfig config) {
        List<Part> parts = new ArrayList<>(known);
        List<String> ports = new ArrayList<>();
        for (HandlerConfig handler : config.handlers()) {
            place(
                    handler.places(),
                    "handler" + (handler.site().line() == 0 ? "" : " at " + handler.site()),
                    parts,
                    ports);
        }
        for (AnswerConfig answer : config.answers()) {
            place(
                    answer.places(),
                    answer.console() ? "console" : "answered with " + Bits64.hex(answer.value()),
                    parts,
                    ports);
        }
        parts.sort((one, other) ->
                one.at != other.at ? Long.compareUnsigned(one.at, other.at) : Integer.compare(one.depth, other.depth));
        return new MemoryMap(List.copyOf(parts), ports);
    }

    private static void place(ExitPlaces places, String what, List<Part> parts, List<String> ports) {
        String key = places.kind().key();
        if (places.isAny()) {
            ports.add(key + " any: " + what);
        } else if (places.kind() == KeyedExit.MMIO) {
            parts.add(new Part(places.first(), places.last() - places.first() + 1, what, Part.OUTSIDE));
        } else {
            ports.add(key + " " + Bits64.hex(places.first())
                    + (places.isOne() ? "" : " to " + Bits64.hex(places.last())) + ": " + what);
        }
    }

    @Override
    public Object facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("all", all);
        facts.put("ports", ports);
        return facts;
    }

    @Override
    public String toString() {
        if (all.isEmpty() && ports.isEmpty()) {
            return "nothing is mapped";
        }
        int width = all.stream()
                .map(Part::range)
                .max(Comparator.comparingInt(String::length))
                .map(String::length)
                .orElse(0);
        List<String> lines = new ArrayList<>();
        all.forEach(part -> lines.add(String.format(
                Locale.ROOT,
                "%-" + width + "s  %-8s  %s%s",
                part.range(),
                part.size == 0 ? "" : part.size == 1 ? "1 byte" : Bits64.size(part.size),
                part.depth == Part.INSIDE ? "  " : "",
                part.what)));
        lines.addAll(ports);
        return String.join("\n", lines);
    }

    /** Guest physical addresses with one meaning. */
    public record Part(
            @Word(value = "the first address", example = "m.memmap.all[0].at")
            long at,

            @Word(value = "its size in bytes; 0 if only the kernel knows it", example = "m.memmap.all[0].size")
            long size,

            @Word(value = "a description of the range", example = "m.memmap.all[0].what")
            String what,

            int depth)
            implements AsJson {
        private static final int MEMORY = 0;
        private static final int INSIDE = 1;
        private static final int OUTSIDE = 2;

        /** A memslot. */
        public static Part memory(MemorySlots.Slot slot, boolean readonly) {
            return new Part(
                    slot.at(),
                    slot.size(),
                    "memory, slot " + slot.number() + (readonly ? ", read-only for the guest" : "")
                            + (slot.space() == 0 ? "" : ", address space " + slot.space())
                            + (slot.region() == null
                                    ? ", at user-space address " + Bits64.hex(slot.address())
                                            + ", not allocated by kvmsh"
                                    : ""),
                    MEMORY);
        }

        /** The range that a step placed: in memory that it wrote, or in unmapped memory. */
        public static Part of(GuestRange range) {
            return new Part(range.at(), range.size(), range.what(), range.inMemory() ? INSIDE : OUTSIDE);
        }

        private String range() {
            return Bits64.hex(at) + (size == 0 ? "" : " to " + Bits64.hex(at + size - 1));
        }

        @Override
        public String toString() {
            return range() + " " + what;
        }
    }
}
