package org.kvmsh.bindings.code.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A debugging information entry: a variable, a function, a type. Source: DWARF 5, 2.
 *
 * @param offset in .debug_info
 * @param tag 0 for the end of a list of children
 * @param next the offset behind its attributes
 */
record DwarfEntry(DwarfUnit unit, int offset, int tag, boolean children, Map<Integer, Object> values, int next) {
    static final int SIBLING = 0x01;
    static final int NAME = 0x03;
    static final int TYPE = 0x49;
    static final int STR_OFFSETS_BASE = 0x72;
    static final int ADDR_BASE = 0x73;

    boolean has(int attribute) {
        return values.containsKey(attribute);
    }

    /** A number, or what stands for one that the entry does not have or does not give as a number. */
    long number(int attribute, long otherwise) {
        return values.get(attribute) instanceof Long number ? number : otherwise;
    }

    /** A text; null for none. */
    String text(int attribute) {
        Object value = values.get(attribute);
        return value instanceof DwarfForm.Index index ? unit.text(index) : (String) value;
    }

    /** The offset of an entry; null for none, and for one that is in another file. */
    Long reference(int attribute) {
        return values.get(attribute) instanceof DwarfForm.Reference reference ? (Long) reference.offset() : null;
    }

    /** Its children, each of which is handed on; what is below them is skipped. */
    List<DwarfEntry> list() {
        List<DwarfEntry> all = new ArrayList<>();
        each(all::add);
        return all;
    }

    /**
     * Hands on each child.
     *
     * @return the offset behind the last
     */
    int each(Consumer<DwarfEntry> taker) {
        int at = next;
        DwarfEntry child = children ? unit.at(at) : null;
        while (child != null && child.tag != 0) {
            taker.accept(child);
            at = child.after();
            child = unit.at(at);
        }
        return child == null ? at : child.next;
    }

    private int after() {
        Long sibling = reference(SIBLING);
        return !children ? next : sibling != null ? Math.toIntExact(sibling) : each(child -> {});
    }
}
