package org.kvmsh.bindings.model.x86;

import org.kvmsh.bindings.model.Memslots;

/**
 * An x86 processor, as far as the checked-in scripts use one: 16-bit, 32-bit and 64-bit code in ring 0. An instruction
 * happens as a whole or not at all; any that is not known stops with {@link Stop#UNKNOWN}, the instruction pointer
 * still on it.
 */
final class X86Processor {
    /** Why execution left the guest. */
    enum Stop {
        NOT_YET,
        HLT,
        ACCESS,
        DEBUG,
        SHUTDOWN,
        UNKNOWN
    }

    private final X86State state;
    private final X86Memory memory;
    private final X86Outside outside;
    private final X86Debug debug;
    private final X86Instruction in;
    private final X86Events events;
    private final X86Arithmetic arithmetic;
    private final X86Shifts shifts;
    private final X86Moves moves;
    private final X86ControlFlow controlFlow;
    private final X86Strings strings;
    private final X86System system;

    private final long[] keptRegisters = new long[Long.BYTES * 2];
    private final X86Segment[] keptSegments = new X86Segment[X86Segment.GS + 1];
    private long keptFlags;
    private long keptUndefined;

    X86Processor(
            X86State state,
            Memslots memslots,
            X86Outside outside,
            X86Debug debug,
            X86ModelMsrs msrs,
            X86MsrFilter filter,
            X86ModelCpuid cpuid) {
        this.state = state;
        this.outside = outside;
        this.debug = debug;
        this.memory = new X86Memory(state, memslots, outside, debug);
        this.in = new X86Instruction(state, memory);
        X86ModelSegments segments = new X86ModelSegments(state, memory);
        this.events = new X86Events(in, segments);
        this.arithmetic = new X86Arithmetic(in);
        this.shifts = new X86Shifts(in);
        this.moves = new X86Moves(in, segments);
        this.controlFlow = new X86ControlFlow(in, segments, events, arithmetic, debug);
        this.strings = new X86Strings(in, outside, this);
        this.system = new X86System(in, segments, outside, msrs, filter, cpuid);
    }

    X86Memory memory() {
        return memory;
    }

    X86System system() {
        return system;
    }

    /** The linear address of the next instruction. */
    long linear() {
        return state.is64() ? state.rip : state.segments[X86Segment.CS].base + state.rip & 0xffffffffL;
    }

    /** Runs until the guest stops, at most for a number of instructions. */
    Stop execute(int instructions) {
        for (int i = 0; i < instructions; i++) {
            if (debug.isOn() && debug.stopsAt(linear())) {
                return Stop.DEBUG;
            }
            Stop stop = step();
            if (stop != Stop.NOT_YET) {
                return stop;
            }
        }
        return Stop.NOT_YET;
    }

    /** One instruction, or again one that waits. */
    Stop step() {
        keep();
        outside.begin();
        debug.begin();
        try {
            int opcode = in.decode();
            if (in.isLocked() && !isLockable(opcode) || state.is64() && isRemoved(opcode)) {
                throw X86Fault.plain(X86Fault.INVALID_OPCODE);
            }
            state.rflags &= ~X86Flags.RESUME;
            if (!perform(opcode)) {
                throw new X86Unknown();
            }
            state.rip = in.next();
            outside.done();
            if (outside.hasWritten()) {
                return Stop.ACCESS;
            }
            return behind();
        } catch (X86Waits e) {
            restore();
            return Stop.ACCESS;
        } catch (X86Unknown e) {
            restore();
            return Stop.UNKNOWN;
        } catch (X86Debug.Int3 e) {
            restore();
            return Stop.DEBUG;
        } catch (X86Fault fault) {
            restore();
            outside.done();
            return raise(fault);
        }
    }

    private Stop behind() {
        // HLT is intercepted, and its exit replaces the step's: arch/x86/kvm/x86.c, kvm_emulate_halt.
        if (debug.isOn() && debug.stopsBehind()) {
            return system.takeHalt() ? Stop.HLT : Stop.DEBUG;
        }
        if ((keptFlags & X86Flags.TRAP) != 0) {
            system.control().singleStep();
            return raise(X86Fault.plain(X86Fault.DEBUG));
        }
        return system.takeHalt() ? Stop.HLT : Stop.NOT_YET;
    }

    private boolean perform(int opcode) {
        return arithmetic.execute(opcode)
                || moves.execute(opcode)
                || controlFlow.execute(opcode)
                || strings.execute(opcode)
                || shifts.execute(opcode)
                || system.execute(opcode);
    }

    /** SDM volume 2, "LOCK": the instructions that may have it, where they write to memory. */
    private boolean isLockable(int opcode) {
        int modrm = in.peek();
        int extension = modrm >> 3 & 7;
        if (modrm >> 6 == 3) {
            return false;
        }
        return switch (opcode) {
            case 0x00,
                    0x01,
                    0x08,
                    0x09,
                    0x10,
                    0x11,
                    0x18,
                    0x19,
                    0x20,
                    0x21,
                    0x28,
                    0x29,
                    0x30,
                    0x31,
                    0x86,
                    0x87,
                    X86Instruction.TWO_BYTES + 0xab,
                    X86Instruction.TWO_BYTES + 0xb0,
                    X86Instruction.TWO_BYTES + 0xb1,
                    X86Instruction.TWO_BYTES + 0xb3,
                    X86Instruction.TWO_BYTES + 0xbb,
                    X86Instruction.TWO_BYTES + 0xc0,
                    X86Instruction.TWO_BYTES + 0xc1,
                    X86Instruction.TWO_BYTES + 0xc7 -> true;
            case 0x80, 0x81, 0x82, 0x83 -> extension != 7;
            case 0xf6, 0xf7 -> extension == 2 || extension == 3;
            case 0xfe, 0xff -> extension < 2;
            case X86Instruction.TWO_BYTES + 0xba -> extension > 4;
            default -> false;
        };
    }

    /** SDM volume 2, appendix A, "Opcode Map": those that are invalid in 64-bit mode. */
    private static boolean isRemoved(int opcode) {
        return switch (opcode) {
            case 0x06,
                    0x07,
                    0x0e,
                    0x16,
                    0x17,
                    0x1e,
                    0x1f,
                    0x27,
                    0x2f,
                    0x37,
                    0x3f,
                    0x60,
                    0x61,
                    0x62,
                    0x82,
                    0x9a,
                    0xc4,
                    0xc5,
                    0xce,
                    0xd4,
                    0xd5,
                    0xd6,
                    0xea -> true;
            default -> false;
        };
    }

    /**
     * A string's repetition is done, and what it has done stays: whether the next one, where it may, follows at once.
     */
    boolean goesOn(boolean may) {
        keep();
        outside.done();
        return may && !outside.hasWritten() && !debug.hasAccessed();
    }

    private void keep() {
        System.arraycopy(state.registers, 0, keptRegisters, 0, keptRegisters.length);
        System.arraycopy(state.segments, 0, keptSegments, 0, keptSegments.length);
        keptFlags = state.rflags;
        keptUndefined = state.undefined.now();
    }

    private void restore() {
        System.arraycopy(keptRegisters, 0, state.registers, 0, keptRegisters.length);
        System.arraycopy(keptSegments, 0, state.segments, 0, keptSegments.length);
        state.rflags = keptFlags;
        state.undefined.set(keptUndefined);
        outside.dropWritten();
    }

    /**
     * SDM volume 3, "Interrupt 8": a fault on the way to a handler is a double fault, one on the way to that handler
     * ends the processor.
     */
    private Stop raise(X86Fault first) {
        keep();
        X86Fault fault = first;
        for (; ; ) {
            // SDM volume 3, "Instruction-Breakpoint Exception Condition": a fault's handler finds RF set.
            state.rflags |= fault.isFault() ? X86Flags.RESUME : 0;
            long flags = state.rflags;
            try {
                events.deliver(fault);
                return Stop.NOT_YET;
            } catch (X86Fault second) {
                restore();
                state.rflags = flags;
                if (fault.vector() == X86Fault.DOUBLE_FAULT || !state.isProtected()) {
                    return Stop.SHUTDOWN;
                }
                fault = X86Fault.isDouble(fault, second) ? X86Fault.withError(X86Fault.DOUBLE_FAULT, 0) : second;
            }
        }
    }
}
