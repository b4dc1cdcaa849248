package org.kvmsh.bindings.code;

import java.util.List;

/**
 * Bytes as instructions.
 *
 * @param missing why there are none but bytes; null where the library is there
 */
public record Disassembly(List<Instruction> instructions, String missing) {
    public Disassembly {
        instructions = List.copyOf(instructions);
    }

    /** The first instructions of these. */
    public Disassembly first(int count) {
        return new Disassembly(instructions.subList(0, Math.min(count, instructions.size())), missing);
    }

    @Override public String toString() {
        Listing listing = new Listing();
        instructions.forEach(i -> listing.row(i.address(), i.bytes(), missing == null ? i.text() : ""));
        return missing == null ? listing.toString() : listing + "\n" + missing;
    }
}
