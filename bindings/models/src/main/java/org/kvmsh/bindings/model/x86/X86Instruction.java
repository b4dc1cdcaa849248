package org.kvmsh.bindings.model.x86;

/**
 * The instruction that is under way: its prefixes, its ModR/M and SIB bytes, its operands. Source: Intel SDM volume 2,
 * "Instruction Format".
 *
 * <p>Immediate values are fetched before an operand in memory is touched, since an address relative to RIP counts from
 * the instruction's end.
 */
final class X86Instruction {
    static final int REP = 0xf3;
    static final int REPNE = 0xf2;
    /** Two-byte opcodes are numbered behind the others. */
    static final int TWO_BYTES = 0x100;

    private static final int ESCAPE = 0x0f;
    private static final int REGISTER_DIRECT = 3;
    private static final int NONE = -1;
    private static final int LONGEST = 15;
    private static final int NO_BASE = 5;
    private static final int SIB = 4;

    private final X86State state;
    private final X86Memory memory;
    private long begin;
    private long next;
    private int segment;
    private int repeat;
    private boolean locked;
    private int rex;
    private int operandBytes;
    private int addressBytes;
    private int mod;
    private int reg;
    private int rm;
    private long offset;
    private int offsetSegment;
    private boolean ripRelative;
    private boolean stackBased;

    X86Instruction(X86State state, X86Memory memory) {
        this.state = state;
        this.memory = memory;
    }

    /** Fetches prefixes and opcode: the opcode's number. */
    int decode() {
        begin = state.rip;
        next = begin;
        segment = NONE;
        repeat = 0;
        locked = false;
        rex = 0;
        mod = REGISTER_DIRECT;
        boolean is64 = state.is64();
        boolean otherOperand = false;
        boolean otherAddress = false;
        for (; ; ) {
            int code = (int) fetch(1);
            switch (code) {
                case 0x26, 0x2e, 0x36, 0x3e -> segment = is64 ? segment : code >> 3 & 3;
                case 0x64, 0x65 -> segment = code & 7;
                case 0x66 -> otherOperand = true;
                case 0x67 -> otherAddress = true;
                case 0xf0 -> locked = true;
                case REP, REPNE -> repeat = code;
                default -> {
                    if (is64 && code >> 4 == 4) {
                        rex = code;
                        continue;
                    }
                    sizes(otherOperand, otherAddress);
                    return code == ESCAPE ? TWO_BYTES + (int) fetch(1) : code;
                }
            }
            // SDM volume 2, "REX Prefixes": one that is not the last prefix is ignored.
            rex = 0;
        }
    }

    private void sizes(boolean otherOperand, boolean otherAddress) {
        operandBytes = state.operandBytes() ^ (otherOperand ? Short.BYTES ^ Integer.BYTES : 0);
        if ((rex & 8) != 0) {
            operandBytes = Long.BYTES;
        }
        addressBytes = state.addressBytes();
        if (otherAddress) {
            addressBytes = addressBytes == Integer.BYTES ? Short.BYTES : Integer.BYTES;
        }
    }

    X86State state() {
        return state;
    }

    X86Memory memory() {
        return memory;
    }

    /** The address of the next instruction. */
    long next() {
        return next;
    }

    /** A near branch, whose target has the operand's size; in 64-bit mode always 64 bits, all upper ones alike. */
    void branch(long target) {
        int bytes = state.is64() ? Long.BYTES : operandBytes;
        if (bytes == Long.BYTES && !X86Memory.isCanonical(target)) {
            throw X86Fault.generalProtection();
        }
        next = target & X86Flags.mask(bytes);
    }

    /** Jumps to an offset that was already checked. */
    void setNext(long target) {
        next = target;
    }

    int repeat() {
        return repeat;
    }

    boolean isLocked() {
        return locked;
    }

    int operandBytes() {
        return operandBytes;
    }

    int addressBytes() {
        return addressBytes;
    }

    /** Operands that are 64 bits wide in 64-bit mode without a prefix: what is pushed and popped, near branches. */
    int stackBytes() {
        return state.is64() && operandBytes == Integer.BYTES ? Long.BYTES : operandBytes;
    }

    /** The size in an opcode's lowest bit: bytes, or the operand's. */
    int bytesOf(int opcode) {
        return (opcode & 1) == 0 ? 1 : operandBytes;
    }

    /** An immediate value without a sign. */
    long fetch(int bytes) {
        if (next - begin + bytes > LONGEST) {
            throw X86Fault.generalProtection();
        }
        long value = memory.fetch(next, bytes);
        next += bytes;
        return value;
    }

    /** The next byte, which stays the next. */
    int peek() {
        return (int) memory.fetch(next, 1);
    }

    long fetchSigned(int bytes) {
        return X86Flags.signExtended(fetch(bytes), bytes);
    }

    /** An immediate operand: at most 32 bits, extended by its sign. */
    long immediate(int bytes) {
        return fetchSigned(Math.min(bytes, Integer.BYTES));
    }

    /** SDM volume 2, "ModR/M and SIB Bytes". */
    void modrm() {
        int modrm = (int) fetch(1);
        mod = modrm >> 6;
        reg = modrm >> 3 & 7 | (rex & 4) << 1;
        rm = modrm & 7;
        ripRelative = false;
        stackBased = false;
        if (mod == REGISTER_DIRECT) {
            rm |= (rex & 1) << 3;
            return;
        }
        offsetSegment = X86Segment.DS;
        offset = addressBytes == Short.BYTES ? offset16() : offset32();
        if (segment != NONE) {
            offsetSegment = segment;
        }
    }

    /** SDM volume 2, "MOV—Move to/from Control Registers": both operands are registers, for any mod. */
    void modrmOfRegisters() {
        int modrm = (int) fetch(1);
        mod = REGISTER_DIRECT;
        reg = modrm >> 3 & 7 | (rex & 4) << 1;
        rm = modrm & 7 | (rex & 1) << 3;
    }

    /** SDM volume 2, table "16-Bit Addressing Forms with the ModR/M Byte". */
    private long offset16() {
        long[] r = state.registers;
        if (mod == 0 && rm == 6) {
            return fetch(Short.BYTES);
        }
        if (rm == 2 || rm == 3 || rm == 6) {
            offsetSegment = X86Segment.SS;
        }
        long base = switch (rm) {
            case 0 -> r[X86State.RBX] + r[X86State.RSI];
            case 1 -> r[X86State.RBX] + r[X86State.RDI];
            case 2 -> r[X86State.RBP] + r[X86State.RSI];
            case 3 -> r[X86State.RBP] + r[X86State.RDI];
            case 4 -> r[X86State.RSI];
            case 5 -> r[X86State.RDI];
            case 6 -> r[X86State.RBP];
            default -> r[X86State.RBX];
        };
        return base + displacement(Short.BYTES) & 0xffff;
    }

    /** SDM volume 2, tables "32-Bit Addressing Forms with the ModR/M Byte" and "... with the SIB Byte". */
    private long offset32() {
        long base;
        if (rm == SIB) {
            base = scaled((int) fetch(1));
        } else if (mod == 0 && rm == NO_BASE) {
            ripRelative = state.is64();
            return fetchSigned(Integer.BYTES);
        } else {
            base = base(rm | (rex & 1) << 3);
        }
        return base + displacement(Integer.BYTES);
    }

    private long scaled(int sib) {
        int index = sib >> 3 & 7 | (rex & 2) << 2;
        long scaled = index == SIB ? 0 : state.registers[index] << (sib >> 6);
        if (mod == 0 && (sib & 7) == NO_BASE) {
            return scaled + fetchSigned(Integer.BYTES);
        }
        return scaled + base(sib & 7 | (rex & 1) << 3);
    }

    private long base(int register) {
        if (register == X86State.RSP || register == X86State.RBP) {
            offsetSegment = X86Segment.SS;
        }
        stackBased = register == X86State.RSP;
        return state.registers[register];
    }

    private long displacement(int wide) {
        return mod == 0 ? 0 : fetchSigned(mod == 1 ? 1 : wide);
    }

    boolean isMemory() {
        return mod != REGISTER_DIRECT;
    }

    /** ModR/M's reg field where it is a part of the opcode. */
    int extension() {
        return reg & 7;
    }

    int regField() {
        return reg;
    }

    /** 0f 01 f8, in 64-bit mode alone. */
    boolean isSwapGs() {
        return state.is64() && mod == REGISTER_DIRECT && (reg & 7) == 7 && (rm & 7) == 0;
    }

    int rmField() {
        return rm;
    }

    /** The offset of the operand in memory. */
    long offset() {
        return offset + (ripRelative ? next : 0) & X86Flags.mask(addressBytes);
    }

    /** The segment that a string's source or an absolute offset is in. */
    int dataSegment() {
        return segment == NONE ? X86Segment.DS : segment;
    }

    long rm(int bytes) {
        return isMemory() ? memory.load(offsetSegment, offset(), bytes) : state.register(rm, bytes, rex != 0);
    }

    /** A part of an operand in memory behind its beginning. */
    long rmBehind(long behind, int bytes) {
        return memory.load(offsetSegment, offset() + behind & X86Flags.mask(addressBytes), bytes);
    }

    void setRm(int bytes, long value) {
        if (isMemory()) {
            memory.store(offsetSegment, offset(), bytes, value);
        } else {
            state.setRegister(rm, bytes, rex != 0, value);
        }
    }

    void setRmBehind(long behind, int bytes, long value) {
        memory.store(offsetSegment, offset() + behind & X86Flags.mask(addressBytes), bytes, value);
    }

    /** SDM volume 2, "POP": an operand whose address counts from RSP is where RSP is after the pop. */
    void moveBase(int bytes) {
        if (stackBased) {
            offset += bytes;
        }
    }

    long reg(int bytes) {
        return state.register(reg, bytes, rex != 0);
    }

    void setReg(int bytes, long value) {
        state.setRegister(reg, bytes, rex != 0, value);
    }

    /** The register whose number is the opcode's low three bits. */
    int inOpcode(int opcode) {
        return opcode & 7 | (rex & 1) << 3;
    }

    long register(int number, int bytes) {
        return state.register(number, bytes, rex != 0);
    }

    void setRegister(int number, int bytes, long value) {
        state.setRegister(number, bytes, rex != 0, value);
    }

    /** One of the registers that an instruction implies: RAX, RCX, RDX. */
    void setImplied(int number, int bytes, long value) {
        state.setRegister(number, bytes, true, value);
    }

    void push(int bytes, long value) {
        moveStack(-bytes);
        memory.store(X86Segment.SS, state.registers[X86State.RSP] & state.stackMask(), bytes, value);
    }

    long pop(int bytes) {
        long value = memory.load(X86Segment.SS, state.registers[X86State.RSP] & state.stackMask(), bytes);
        moveStack(bytes);
        return value;
    }

    void moveStack(long by) {
        long mask = state.stackMask();
        long old = state.registers[X86State.RSP];
        state.registers[X86State.RSP] = old & ~mask | old + by & mask;
    }

    void flags(long values, long affected) {
        state.rflags = state.rflags & ~affected | values & affected;
        state.undefined.set(state.undefined.now() & ~affected);
    }

    /** Flags that the instruction leaves as each processor likes. */
    void undefined(long flags) {
        state.undefined.set(state.undefined.now() | flags);
    }

    /** SDM volume 3, "Privileged Instructions". */
    void privileged() {
        if (state.privilege() != 0) {
            throw X86Fault.generalProtection();
        }
    }

    /** SDM volume 1, "I/O Privilege Level". */
    void ioPrivileged() {
        if (state.privilege() > (state.rflags & X86Flags.IOPL) >> X86Flags.IOPL_SHIFT) {
            throw X86Fault.generalProtection();
        }
    }
}
