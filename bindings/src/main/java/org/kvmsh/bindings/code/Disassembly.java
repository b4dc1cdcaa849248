package org.kvmsh.bindings.code;

import java.util.ArrayList;
import java.util.List;

/**
 * Bytes as instructions.
 *
 * @param missing why there are only bytes; null if the library is installed
 * @param names of the addresses, which a listing has before the instructions and after the targets of branches
 */
public record Disassembly(List<Instruction> instructions, String missing, SymbolNames names) {
    /** What is before the marked instruction. */
    public static final String MARK = "-> ";

    private static final String NO_MARK = "   ";

    public Disassembly {
        instructions = List.copyOf(instructions);
    }

    public Disassembly(List<Instruction> instructions, String missing) {
        this(instructions, missing, SymbolNames.NONE);
    }

    /** The first instructions of these. */
    public Disassembly first(int count) {
        return new Disassembly(instructions.subList(0, Math.min(count, instructions.size())), missing, names);
    }

    /** The same with names for addresses. */
    public Disassembly named(SymbolNames known) {
        return new Disassembly(instructions, missing, known);
    }

    /** The same with a mark before the instruction at an address. */
    public String marked(long address) {
        return text(address, true);
    }

    private String text(long marked, boolean marks) {
        List<String> text = new ArrayList<>();
        List<String> rows = listing().toString().lines().toList();
        int row = 0;
        for (Instruction instruction : instructions) {
            String label = names.at(instruction.address());
            if (label != null && (!label.contains("+") || text.isEmpty() && !marks)) {
                text.add((marks ? NO_MARK : "") + label + ":");
            }
            for (int from = 0; from < Math.max(1, instruction.bytes().length); from += Listing.A_ROW) {
                text.add((!marks ? "" : instruction.address() == marked && from == 0 ? MARK : NO_MARK)
                        + rows.get(row++));
            }
        }
        if (missing != null) {
            text.add(missing);
        }
        return String.join("\n", text);
    }

    private Listing listing() {
        Listing listing = new Listing();
        instructions.forEach(i -> listing.row(i.address(), i.bytes(), missing == null ? i.text() + target(i) : ""));
        return listing;
    }

    private String target(Instruction instruction) {
        Long target = instruction.target();
        String name = target == null ? null : names.at(target);
        return name == null ? "" : " <" + name + ">";
    }

    @Override
    public String toString() {
        return text(0, false);
    }
}
