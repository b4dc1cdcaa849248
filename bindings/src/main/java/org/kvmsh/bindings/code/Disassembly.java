package org.kvmsh.bindings.code;

import java.util.List;

/**
 * Bytes as instructions.
 *
 * @param missing why there are only bytes; null if the library is installed
 */
public record Disassembly(List<Instruction> instructions, String missing) {
    public Disassembly {
        instructions = List.copyOf(instructions);
    }

    /** The first instructions of these. */
    public Disassembly first(int count) {
        return new Disassembly(instructions.subList(0, Math.min(count, instructions.size())), missing);
    }

    /** The same with a mark before the instruction at an address. */
    public String marked(long address) {
        StringBuilder text = new StringBuilder();
        List<String> rows = listing().toString().lines().toList();
        long shown = -1;
        int row = 0;
        for (Instruction instruction : instructions) {
            for (int from = 0; from < Math.max(1, instruction.bytes().length); from += Listing.A_ROW) {
                text.append(text.isEmpty() ? "" : "\n").append(instruction.address() == address && shown != address ? "-> " : "   ").append(rows.get(row++));
                shown = instruction.address();
            }
        }
        return missing == null ? text.toString() : text + "\n" + missing;
    }

    private Listing listing() {
        Listing listing = new Listing();
        instructions.forEach(i -> listing.row(i.address(), i.bytes(), missing == null ? i.text() : ""));
        return listing;
    }

    @Override public String toString() {
        return missing == null ? listing().toString() : listing() + "\n" + missing;
    }
}
