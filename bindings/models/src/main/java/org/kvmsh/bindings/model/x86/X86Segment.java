package org.kvmsh.bindings.model.x86;

import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Region;

/**
 * A segment register with the descriptor that it hides. Source: Intel SDM volume 3, "Segment Registers" and "Segment
 * Descriptors".
 */
final class X86Segment {
    /** The order of ModR/M's reg field. */
    static final int ES = 0;

    static final int CS = 1;
    static final int SS = 2;
    static final int DS = 3;
    static final int FS = 4;
    static final int GS = 5;

    /**
     * Bits of {@link #type}: code, otherwise data; for data, that it grows downwards or is writable, for code, that it
     * is readable.
     */
    private static final int CODE = 8;

    private static final int EXPAND_DOWN = 4;
    private static final int WRITABLE_OR_READABLE = 2;
    private static final int PAGE_BITS = 12;
    private static final long PAGE_MASK = 0xfff;

    long base;
    long limit;
    int selector;
    int type;
    int dpl;
    boolean present;
    boolean big;
    boolean codeOrData;
    boolean long64;
    boolean pages;
    boolean available;
    boolean unusable;

    static X86Segment taken(Region from, Struct layout, String name) {
        X86Segment taken = new X86Segment();
        taken.base = get(from, layout, name + ".base");
        taken.limit = get(from, layout, name + ".limit");
        taken.selector = (int) get(from, layout, name + ".selector");
        taken.type = (int) get(from, layout, name + ".type");
        taken.dpl = (int) get(from, layout, name + ".dpl");
        taken.present = get(from, layout, name + ".present") != 0;
        taken.big = get(from, layout, name + ".db") != 0;
        taken.codeOrData = get(from, layout, name + ".s") != 0;
        taken.long64 = get(from, layout, name + ".l") != 0;
        taken.pages = get(from, layout, name + ".g") != 0;
        taken.available = get(from, layout, name + ".avl") != 0;
        taken.unusable = get(from, layout, name + ".unusable") != 0;
        return taken;
    }

    void give(Region into, Struct layout, String name) {
        put(into, layout, name + ".base", base);
        put(into, layout, name + ".limit", limit);
        put(into, layout, name + ".selector", selector);
        put(into, layout, name + ".type", type);
        put(into, layout, name + ".dpl", dpl);
        put(into, layout, name + ".present", present ? 1 : 0);
        put(into, layout, name + ".db", big ? 1 : 0);
        put(into, layout, name + ".s", codeOrData ? 1 : 0);
        put(into, layout, name + ".l", long64 ? 1 : 0);
        put(into, layout, name + ".g", pages ? 1 : 0);
        put(into, layout, name + ".avl", available ? 1 : 0);
        put(into, layout, name + ".unusable", unusable ? 1 : 0);
    }

    private static long get(Region from, Struct layout, String field) {
        return from.get(layout.offset(field), layout.field(field).bytes());
    }

    private static void put(Region into, Struct layout, String field, long value) {
        into.put(layout.offset(field), layout.field(field).bytes(), value);
    }

    /**
     * SDM volume 3, "Real-Address Mode Operation": a selector is the base's upper 16 bits, and the rest of the
     * descriptor does not change.
     */
    X86Segment inRealMode(int newSelector) {
        X86Segment loaded = new X86Segment();
        loaded.selector = newSelector;
        loaded.base = (long) newSelector << 4;
        loaded.limit = limit;
        loaded.type = type;
        loaded.dpl = dpl;
        loaded.present = present;
        loaded.big = big;
        loaded.codeOrData = codeOrData;
        loaded.long64 = long64;
        loaded.pages = pages;
        loaded.available = available;
        return loaded;
    }

    /** SDM volume 3, "Segment Descriptors": the eight bytes of a descriptor table's entry. */
    static X86Segment of(int selector, long descriptor) {
        X86Segment loaded = new X86Segment();
        loaded.describe(selector, descriptor);
        return loaded;
    }

    /** SDM volume 3, "Segment Selectors": what has no descriptor cannot be used. */
    static X86Segment none(int selector) {
        X86Segment loaded = of(selector, 0);
        loaded.unusable = true;
        return loaded;
    }

    private void describe(int newSelector, long descriptor) {
        selector = newSelector;
        base = descriptor >>> 16 & 0xffffff | descriptor >>> 32 & 0xff000000L;
        type = (int) (descriptor >>> 40 & 0xf);
        codeOrData = (descriptor >>> 44 & 1) != 0;
        dpl = (int) (descriptor >>> 45 & 3);
        present = (descriptor >>> 47 & 1) != 0;
        available = (descriptor >>> 52 & 1) != 0;
        long64 = (descriptor >>> 53 & 1) != 0;
        big = (descriptor >>> 54 & 1) != 0;
        pages = (descriptor >>> 55 & 1) != 0;
        limit = descriptor & 0xffff | descriptor >>> 32 & 0xf0000;
        if (pages) {
            limit = limit << PAGE_BITS | PAGE_MASK;
        }
    }

    boolean isCode() {
        return (type & CODE) != 0;
    }

    /**
     * SDM volume 3, "Limit Checking" and "Type Checking": whether an access of a protected-mode or real-mode program is
     * allowed.
     */
    boolean allows(long offset, int bytes, boolean write, boolean fetch, boolean real) {
        if (unusable
                || write && ((type & WRITABLE_OR_READABLE) == 0 || isCode() && !real)
                || !write && !fetch && isCode() && (type & WRITABLE_OR_READABLE) == 0) {
            return false;
        }
        long last = offset + bytes - 1;
        long end = pages ? limit | PAGE_MASK : limit;
        if (!isCode() && (type & EXPAND_DOWN) != 0) {
            return offset > end && last <= (big ? 0xffffffffL : 0xffff);
        }
        return last <= end;
    }
}
