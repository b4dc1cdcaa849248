package org.kvmsh.bindings.model.x86;

/** Jumps, calls and returns. The comment after each opcode names its section of the Intel SDM, volume 2. */
final class X86ControlFlow {
    private static final int TWO = X86Instruction.TWO_BYTES;

    private final X86Instruction in;
    private final X86State state;
    private final X86ModelSegments segments;
    private final X86Events events;
    private final X86Arithmetic arithmetic;
    private final X86Debug debug;

    X86ControlFlow(
            X86Instruction in, X86ModelSegments segments, X86Events events, X86Arithmetic arithmetic, X86Debug debug) {
        this.in = in;
        this.state = in.state();
        this.segments = segments;
        this.events = events;
        this.arithmetic = arithmetic;
        this.debug = debug;
    }

    /** Whether the opcode is one of these. */
    boolean execute(int opcode) {
        if (opcode >> 4 == 7) { // Jcc rel8
            jump(in.fetchSigned(1), X86Flags.holds(opcode, state.rflags));
            return true;
        }
        if (opcode >> 4 == TWO + 0x80 >> 4) { // Jcc rel16/rel32
            jump(in.immediate(in.operandBytes()), X86Flags.holds(opcode, state.rflags));
            return true;
        }
        switch (opcode) {
            case 0x9a -> { // CALL ptr16:16/32
                return farDirect(true);
            }
            case 0xc2 -> { // RET imm16
                long release = in.fetch(Short.BYTES);
                in.branch(in.pop(bytes()));
                in.moveStack(release);
            }
            case 0xc3 -> in.branch(in.pop(bytes())); // RET
            case 0xca -> farReturn(in.fetch(Short.BYTES)); // RET far imm16
            case 0xcb -> farReturn(0); // RET far
            case 0xcc -> { // INT3
                if (debug.takesInt3()) {
                    throw new X86Debug.Int3();
                }
                events.software(X86Fault.BREAKPOINT, in.next());
            }
            case 0xcd -> { // INT imm8
                int vector = (int) in.fetch(1);
                events.software(vector, in.next());
            }
            case 0xce -> { // INTO
                if (state.is64()) {
                    return false;
                }
                if ((state.rflags & X86Flags.OVERFLOW) != 0) {
                    events.software(X86Fault.OVERFLOW, in.next());
                }
            }
            case 0xcf -> events.interruptReturn(); // IRET
            case 0xe0 -> loop((state.rflags & X86Flags.ZERO) == 0); // LOOPNE rel8
            case 0xe1 -> loop((state.rflags & X86Flags.ZERO) != 0); // LOOPE rel8
            case 0xe2 -> loop(true); // LOOP rel8
            case 0xe3 ->
                jump(
                        in.fetchSigned(1),
                        state.register(X86State.RCX, in.addressBytes(), true) == 0); // JCXZ, JECXZ, JRCXZ rel8
            case 0xe8 -> { // CALL rel
                long distance = in.immediate(in.operandBytes());
                in.push(bytes(), in.next());
                jump(distance, true);
            }
            case 0xe9 -> jump(in.immediate(in.operandBytes()), true); // JMP rel
            case 0xea -> { // JMP ptr16:16/32
                return farDirect(false);
            }
            case 0xeb -> jump(in.fetchSigned(1), true); // JMP rel8
            case 0xff -> {
                return group5();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private int bytes() {
        return state.is64() ? Long.BYTES : in.operandBytes();
    }

    private void jump(long distance, boolean taken) {
        if (taken) {
            in.branch(in.next() + distance);
        }
    }

    private void loop(boolean goesOn) {
        long distance = in.fetchSigned(1);
        long left = state.register(X86State.RCX, in.addressBytes(), true) - 1;
        in.setImplied(X86State.RCX, in.addressBytes(), left);
        jump(distance, goesOn && (left & X86Flags.mask(in.addressBytes())) != 0);
    }

    private boolean group5() {
        in.modrm();
        switch (in.extension()) {
            case 0, 1 -> arithmetic.incrementRm(in.operandBytes()); // INC, DEC r/m
            case 2 -> { // CALL r/m
                long target = in.rm(bytes());
                in.push(bytes(), in.next());
                in.branch(target);
            }
            case 3, 5 -> { // CALL, JMP m16:16/32/64
                if (!in.isMemory()) {
                    return false;
                }
                long offset = in.rm(in.operandBytes());
                far((int) in.rmBehind(in.operandBytes(), Short.BYTES), offset, in.extension() == 3);
            }
            case 4 -> in.branch(in.rm(bytes())); // JMP r/m
            case 6 -> { // PUSH r/m
                long value = in.rm(in.stackBytes());
                in.push(in.stackBytes(), value);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean farDirect(boolean call) {
        if (state.is64()) {
            return false;
        }
        long offset = in.fetch(in.operandBytes());
        far((int) in.fetch(Short.BYTES), offset, call);
        return true;
    }

    private void far(int selector, long offset, boolean call) {
        int old = state.segments[X86Segment.CS].selector;
        segments.load(X86Segment.CS, selector);
        if (call) {
            in.push(in.operandBytes(), old);
            in.push(in.operandBytes(), in.next());
        }
        in.setNext(offset);
    }

    private void farReturn(long release) {
        long offset = in.pop(in.operandBytes());
        int selector = (int) in.pop(in.operandBytes()) & 0xffff;
        segments.load(X86Segment.CS, selector);
        in.moveStack(release);
        in.setNext(offset);
    }
}
