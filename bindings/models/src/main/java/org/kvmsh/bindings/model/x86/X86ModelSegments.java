package org.kvmsh.bindings.model.x86;

/** Loads segment registers: a selector's base in real mode, otherwise a descriptor table's entry. */
final class X86ModelSegments {
    private static final int ENTRY = 8;
    /** The offset of the type in an entry. */
    private static final int TYPE = 5;

    private static final int INDEX = 0xfff8;
    private static final int LOCAL = 4;
    private static final int PRIVILEGE = 3;
    /**
     * Bits of a descriptor's type: code, that may be entered from less privileged code, that may be read; data that may
     * be written.
     */
    private static final int CODE = 8;

    private static final int CONFORMING = 4;
    private static final int READABLE_OR_WRITABLE = 2;
    private static final int ACCESSED = 1;
    /** SDM volume 3, "System Descriptor Types". */
    private static final int LDT = 2;

    private static final int FREE_TSS16 = 1;
    private static final int FREE_TSS = 9;
    private static final int BUSY = 2;

    private final X86State state;
    private final X86Memory memory;

    X86ModelSegments(X86State state, X86Memory memory) {
        this.state = state;
        this.memory = memory;
    }

    /** SDM volume 2, "MOV": a segment register gets a selector. */
    void load(int segment, int selector) {
        if (!state.isProtected()) {
            state.segments[segment] = state.segments[segment].inRealMode(selector);
        } else if ((selector & ~PRIVILEGE) == 0) {
            state.segments[segment] = ofNull(segment, selector);
        } else {
            long at = address(selector);
            X86Segment loaded = X86Segment.of(
                    segment == X86Segment.CS ? selector & ~PRIVILEGE | state.privilege() : selector,
                    memory.loadLinear(at, ENTRY));
            check(segment, selector, loaded);
            if ((loaded.type & ACCESSED) == 0) {
                loaded.type |= ACCESSED;
                memory.storeLinear(at + TYPE, 1, memory.loadLinear(at + TYPE, 1) | ACCESSED);
            }
            state.segments[segment] = loaded;
        }
    }

    private X86Segment ofNull(int segment, int selector) {
        if (segment == X86Segment.CS || segment == X86Segment.SS && (!state.is64() || selector != state.privilege())) {
            throw X86Fault.generalProtection();
        }
        X86Segment none = X86Segment.none(selector);
        none.dpl = segment == X86Segment.SS ? state.privilege() : 0;
        return none;
    }

    private void check(int segment, int selector, X86Segment loaded) {
        int privilege = state.privilege();
        boolean code = (loaded.type & CODE) != 0;
        boolean allowed = loaded.codeOrData
                && switch (segment) {
                    case X86Segment.CS ->
                        code
                                && ((loaded.type & CONFORMING) != 0
                                        ? loaded.dpl <= privilege
                                        : (selector & PRIVILEGE) <= privilege && loaded.dpl == privilege)
                                && !(state.isLongMode() && loaded.long64 && loaded.big);
                    case X86Segment.SS ->
                        !code
                                && (loaded.type & READABLE_OR_WRITABLE) != 0
                                && (selector & PRIVILEGE) == privilege
                                && loaded.dpl == privilege;
                    default ->
                        (!code || (loaded.type & READABLE_OR_WRITABLE) != 0)
                                && (code && (loaded.type & CONFORMING) != 0
                                        || (selector & PRIVILEGE) <= loaded.dpl && privilege <= loaded.dpl);
                };
        if (!allowed) {
            throw X86Fault.withError(X86Fault.GENERAL_PROTECTION, selector & ~PRIVILEGE);
        }
        if (!loaded.present) {
            throw X86Fault.withError(
                    segment == X86Segment.SS ? X86Fault.STACK : X86Fault.NOT_PRESENT, selector & ~PRIVILEGE);
        }
    }

    /** SDM volume 3, "Segment Selectors": where the entry is that a selector names. */
    private long address(int selector) {
        boolean local = (selector & LOCAL) != 0;
        long limit = local ? state.ldt.limit : state.gdtLimit;
        if ((selector & INDEX) + ENTRY - 1 > limit || local && state.ldt.unusable) {
            throw X86Fault.withError(X86Fault.GENERAL_PROTECTION, selector & ~PRIVILEGE);
        }
        return (local ? state.ldt.base : state.gdtBase) + (selector & INDEX);
    }

    /** SDM volume 2, "LLDT". */
    void loadLocalTable(int selector) {
        state.ldt = (selector & ~PRIVILEGE) == 0 ? X86Segment.none(selector) : system(selector, LDT, LDT);
    }

    /** SDM volume 2, "LTR". */
    void loadTask(int selector) {
        if ((selector & ~PRIVILEGE) == 0) {
            throw X86Fault.generalProtection();
        }
        X86Segment loaded = system(selector, FREE_TSS, state.isLongMode() ? FREE_TSS : FREE_TSS16);
        loaded.type |= BUSY;
        long at = address(selector) + TYPE;
        memory.storeLinear(at, 1, memory.loadLinear(at, 1) | BUSY);
        state.tr = loaded;
    }

    private X86Segment system(int selector, int type, int otherType) {
        long at = address(selector);
        X86Segment loaded = X86Segment.of(selector, memory.loadLinear(at, ENTRY));
        if ((selector & LOCAL) != 0 || loaded.codeOrData || loaded.type != type && loaded.type != otherType) {
            throw X86Fault.withError(X86Fault.GENERAL_PROTECTION, selector & ~PRIVILEGE);
        }
        if (!loaded.present) {
            throw X86Fault.withError(X86Fault.NOT_PRESENT, selector & ~PRIVILEGE);
        }
        if (state.isLongMode()) {
            loaded.base |= memory.loadLinear(at + ENTRY, Integer.BYTES) << Integer.SIZE;
        }
        return loaded;
    }
}
