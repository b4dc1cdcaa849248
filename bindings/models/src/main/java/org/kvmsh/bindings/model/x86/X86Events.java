package org.kvmsh.bindings.model.x86;

import org.kvmsh.bindings.kernel.NotModelled;

/**
 * Entry to a handler of exceptions and interrupts, and the return from it. Source: Intel SDM volume 3, "Interrupt and
 * Exception Handling".
 */
final class X86Events {
    private static final int PRIVILEGE = 3;
    /** SDM volume 3, "Error Code": the selector names an entry of the IDT; the program did not cause the event. */
    private static final int OF_IDT = 2;

    private static final int EXTERNAL = 1;
    private static final int REAL_ENTRY = 4;
    private static final int ENTRY = 8;
    private static final int LONG_ENTRY = 16;
    /** SDM volume 3, "IDT Descriptors": types of gates; with the lowest bit set, IF is kept. */
    private static final int GATE16 = 6;

    private static final int GATE32 = 14;
    /** SDM volume 3, "64-Bit TSS Format". */
    private static final int FIRST_STACK = 0x24;

    private static final long STACK_ALIGNMENT = 16;

    private final X86Instruction in;
    private final X86State state;
    private final X86Memory memory;
    private final X86ModelSegments segments;

    X86Events(X86Instruction in, X86ModelSegments segments) {
        this.in = in;
        this.state = in.state();
        this.memory = in.memory();
        this.segments = segments;
    }

    /**
     * An exception, whose handler gets the state before its instruction. A fault on the way there is the caller's to
     * make a double fault of.
     */
    void deliver(X86Fault fault) {
        if (fault.vector() == X86Fault.PAGE_FAULT) {
            state.cr2 = fault.address();
        }
        enter(fault.vector(), state.rip, fault.hasError() && state.isProtected(), fault.error(), false);
        state.rip = in.next();
    }

    /** An interrupt between two instructions. */
    void interrupt(int vector) {
        enter(vector, state.rip, false, 0, false);
        state.rip = in.next();
    }

    /** INT n, INT3, INTO: the handler returns behind them. */
    void software(int vector, long back) {
        enter(vector, back, false, 0, true);
    }

    private void enter(int vector, long back, boolean withError, long error, boolean software) {
        if (!state.isProtected()) {
            enterReal(vector, back);
        } else {
            enterByGate(vector, back, withError, error, software);
        }
    }

    /** SDM volume 3, "Interrupt and Exception Handling" in real-address mode. */
    private void enterReal(int vector, long back) {
        long entry = memory.loadLinear(state.idtBase + (long) vector * REAL_ENTRY, REAL_ENTRY);
        in.push(Short.BYTES, state.rflags);
        in.push(Short.BYTES, state.segments[X86Segment.CS].selector);
        in.push(Short.BYTES, back);
        state.rflags &= ~(X86Flags.INTERRUPT | X86Flags.TRAP | X86Flags.ALIGNMENT);
        segments.load(X86Segment.CS, (int) (entry >>> Short.SIZE));
        in.setNext(entry & 0xffff);
    }

    /**
     * SDM volume 3, "Exception- and Interrupt-Handler Procedures", for handlers that run at the privilege that the
     * program has.
     */
    private void enterByGate(int vector, long back, boolean withError, long error, boolean software) {
        boolean isLong = state.isLongMode();
        int entry = isLong ? LONG_ENTRY : ENTRY;
        long refused = (long) vector * ENTRY | OF_IDT | (software ? 0 : EXTERNAL);
        if ((long) vector * entry + entry - 1 > state.idtLimit) {
            throw X86Fault.withError(X86Fault.GENERAL_PROTECTION, refused);
        }
        long gate = memory.loadLinear(state.idtBase + (long) vector * entry, ENTRY);
        int type = (int) (gate >>> 40 & 0x1f);
        int wanted = type & ~1;
        if (wanted != GATE32 && (wanted != GATE16 || isLong)
                || software && (gate >>> 45 & PRIVILEGE) < state.privilege()) {
            throw X86Fault.withError(X86Fault.GENERAL_PROTECTION, refused);
        }
        if ((gate >>> 47 & 1) == 0) {
            throw X86Fault.withError(X86Fault.NOT_PRESENT, refused);
        }
        if (state.privilege() != 0) {
            throw new NotModelled("vector " + vector + " at rip 0x" + Long.toHexString(state.rip)
                    + " changes the privilege level, which the model does not emulate");
        }
        X86Segment oldCode = state.segments[X86Segment.CS];
        X86Segment oldStack = state.segments[X86Segment.SS];
        long stack = state.registers[X86State.RSP];
        segments.load(X86Segment.CS, (int) (gate >>> 16 & 0xffff));
        int bytes = isLong ? Long.BYTES : wanted == GATE32 ? Integer.BYTES : Short.BYTES;
        if (isLong) {
            int other = (int) (gate >>> 32 & 7);
            if (other != 0) {
                state.registers[X86State.RSP] =
                        memory.loadLinear(state.tr.base + FIRST_STACK + (long) (other - 1) * Long.BYTES, Long.BYTES);
            }
            state.registers[X86State.RSP] &= -STACK_ALIGNMENT;
            in.push(bytes, oldStack.selector);
            in.push(bytes, stack);
        }
        in.push(bytes, state.rflags);
        in.push(bytes, oldCode.selector);
        in.push(bytes, back);
        if (withError) {
            in.push(bytes, error);
        }
        state.rflags &= ~(X86Flags.TRAP
                | X86Flags.NESTED
                | X86Flags.RESUME
                | X86Flags.VIRTUAL_8086
                | ((type & 1) == 0 ? X86Flags.INTERRUPT : 0));
        long offset = gate & 0xffff | gate >>> 32 & 0xffff0000L;
        in.setNext(
                isLong
                        ? offset
                                | memory.loadLinear(state.idtBase + (long) vector * entry + ENTRY, Integer.BYTES)
                                        << Integer.SIZE
                        : wanted == GATE32 ? offset : offset & 0xffff);
    }

    /** SDM volume 2, "IRET/IRETD/IRETQ". */
    void interruptReturn() {
        int bytes = in.operandBytes();
        long back = in.pop(bytes);
        int selector = (int) in.pop(bytes) & 0xffff;
        long flags = in.pop(bytes);
        if (!state.isProtected() && back > 0xffff) {
            throw X86Fault.generalProtection();
        }
        if (state.isProtected() && (selector & PRIVILEGE) != state.privilege()
                || (state.rflags & X86Flags.NESTED) != 0 && state.isProtected()) {
            throw new NotModelled("iret at rip 0x" + Long.toHexString(state.rip)
                    + " changes the privilege level or the task, which the model does not emulate");
        }
        boolean is64 = state.is64();
        segments.load(X86Segment.CS, selector);
        if (is64) {
            long stack = in.pop(bytes);
            segments.load(X86Segment.SS, (int) in.pop(bytes) & 0xffff);
            state.registers[X86State.RSP] = stack;
        }
        long changed = X86Flags.ARITHMETIC
                | X86Flags.TRAP
                | X86Flags.INTERRUPT
                | X86Flags.DIRECTION
                | X86Flags.IOPL
                | X86Flags.NESTED
                | X86Flags.RESUME
                | X86Flags.ALIGNMENT
                | X86Flags.IDENTIFICATION;
        in.flags(flags, changed & X86Flags.mask(bytes));
        in.setNext(back);
    }
}
