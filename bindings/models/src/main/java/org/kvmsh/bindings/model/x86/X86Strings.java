package org.kvmsh.bindings.model.x86;

/**
 * Strings. The comment behind each opcode names its section of the Intel SDM, volume 2; how they are repeated is in
 * "REP/REPE/REPZ/REPNE/REPNZ".
 */
final class X86Strings {
    /**
     * The number of times that KVM's emulator repeats before it checks for events, with RF set and RIP unchanged:
     * arch/x86/kvm/emulate.c, x86_emulate_insn.
     */
    private static final int REPETITIONS = 1024;
    /** The most bytes that KVM's emulator reads from a port at once: arch/x86/kvm/emulate.c, pio_in_emulated. */
    private static final int MOST_AHEAD = 1024;

    private static final int PAGE = 0x1000;

    private final X86Instruction in;
    private final X86State state;
    private final X86Memory memory;
    private final X86Outside outside;
    private final X86Processor processor;

    X86Strings(X86Instruction in, X86Outside outside, X86Processor processor) {
        this.in = in;
        this.state = in.state();
        this.memory = in.memory();
        this.outside = outside;
        this.processor = processor;
    }

    /** Whether the opcode is one of these. */
    boolean execute(int opcode) {
        if (!isString(opcode)) {
            return false;
        }
        if (in.repeat() == 0) {
            once(opcode);
            return true;
        }
        boolean compares = (opcode & ~1) == 0xa6 || (opcode & ~1) == 0xae;
        long left = count();
        while (left != 0) {
            once(opcode);
            left--;
            in.setImplied(X86State.RCX, in.addressBytes(), left);
            if (compares && (state.rflags & X86Flags.ZERO) != 0 != (in.repeat() == X86Instruction.REP)) {
                break;
            }
            if (!processor.goesOn(outside.isAhead() ? outside.hasAhead() : (left & REPETITIONS - 1) != 0)) {
                state.rflags |= X86Flags.RESUME;
                in.setNext(state.rip);
                break;
            }
        }
        return true;
    }

    private static boolean isString(int opcode) {
        return opcode >= 0x6c && opcode <= 0x6f || opcode >= 0xa4 && opcode <= 0xa7 || opcode >= 0xaa && opcode <= 0xaf;
    }

    private long count() {
        return state.register(X86State.RCX, in.addressBytes(), true);
    }

    private void once(int opcode) {
        int bytes = (opcode & 1) == 0 ? 1 : in.operandBytes();
        switch (opcode & ~1) {
            case 0x6c -> in(Math.min(bytes, Integer.BYTES)); // INS
            case 0x6e -> out(Math.min(bytes, Integer.BYTES)); // OUTS
            case 0xa4 -> { // MOVS
                store(bytes, load(bytes));
                move(X86State.RSI, bytes);
                move(X86State.RDI, bytes);
            }
            case 0xa6 -> { // CMPS
                compare(load(bytes), loadDestination(bytes), bytes);
                move(X86State.RSI, bytes);
                move(X86State.RDI, bytes);
            }
            case 0xaa -> { // STOS
                store(bytes, state.register(X86State.RAX, bytes, true));
                move(X86State.RDI, bytes);
            }
            case 0xac -> { // LODS
                in.setImplied(X86State.RAX, bytes, load(bytes));
                move(X86State.RSI, bytes);
            }
            default -> { // SCAS
                compare(state.register(X86State.RAX, bytes, true), loadDestination(bytes), bytes);
                move(X86State.RDI, bytes);
            }
        }
    }

    private void in(int bytes) {
        in.ioPrivileged();
        long inPage = offset(X86State.RDI) & PAGE - 1;
        long room = (state.rflags & X86Flags.DIRECTION) != 0 ? inPage : PAGE - inPage;
        long wanted = in.repeat() == 0 ? 1 : Math.max(1, Math.min(count(), Math.min(room, MOST_AHEAD / bytes)));
        store(
                bytes,
                outside.readString(new X86Access(
                        X86Access.Kind.INS, state.registers[X86State.RDX] & 0xffff, bytes, (int) wanted, 0)));
        move(X86State.RDI, bytes);
    }

    private void out(int bytes) {
        in.ioPrivileged();
        outside.write(new X86Access(X86Access.Kind.OUT, state.registers[X86State.RDX] & 0xffff, bytes, 1, load(bytes)));
        move(X86State.RSI, bytes);
    }

    private void compare(long left, long right, int bytes) {
        in.flags(X86Flags.ofDifference(left, right, left - right, bytes), X86Flags.ARITHMETIC);
    }

    private long offset(int register) {
        return state.register(register, in.addressBytes(), true);
    }

    private long load(int bytes) {
        return memory.load(in.dataSegment(), offset(X86State.RSI), bytes);
    }

    private long loadDestination(int bytes) {
        return memory.load(X86Segment.ES, offset(X86State.RDI), bytes);
    }

    private void store(int bytes, long value) {
        memory.store(X86Segment.ES, offset(X86State.RDI), bytes, value);
    }

    private void move(int register, int bytes) {
        in.setImplied(
                register,
                in.addressBytes(),
                offset(register) + ((state.rflags & X86Flags.DIRECTION) == 0 ? bytes : -bytes));
    }
}
