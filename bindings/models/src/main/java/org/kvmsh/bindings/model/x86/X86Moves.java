package org.kvmsh.bindings.model.x86;

/**
 * Instructions that move values without computing. The comment behind each opcode names its section of the Intel SDM,
 * volume 2.
 */
final class X86Moves {
    private static final int TWO = X86Instruction.TWO_BYTES;
    private static final long LOW_FLAGS = 0xff;

    private final X86Instruction in;
    private final X86State state;
    private final X86ModelSegments segments;

    X86Moves(X86Instruction in, X86ModelSegments segments) {
        this.in = in;
        this.state = in.state();
        this.segments = segments;
    }

    /** Whether the opcode is one of these. */
    boolean execute(int opcode) {
        return opcode < TWO ? oneByte(opcode) || stack(opcode) : twoBytes(opcode);
    }

    private boolean oneByte(int opcode) {
        int bytes = in.bytesOf(opcode);
        switch (opcode) {
            case 0x63 -> { // MOVSXD r, r/m32
                if (!state.is64()) {
                    return false;
                }
                in.modrm();
                in.setReg(in.operandBytes(), X86Flags.signExtended(in.rm(Integer.BYTES), Integer.BYTES));
            }
            case 0x86, 0x87 -> { // XCHG r/m, r
                in.modrm();
                long old = in.rm(bytes);
                in.setRm(bytes, in.reg(bytes));
                in.setReg(bytes, old);
            }
            case 0x88, 0x89 -> { // MOV r/m, r
                in.modrm();
                in.setRm(bytes, in.reg(bytes));
            }
            case 0x8a, 0x8b -> { // MOV r, r/m
                in.modrm();
                in.setReg(bytes, in.rm(bytes));
            }
            case 0x8c -> fromSegment(); // MOV r/m, Sreg
            case 0x8d -> { // LEA r, m
                in.modrm();
                if (!in.isMemory()) {
                    throw X86Fault.plain(X86Fault.INVALID_OPCODE);
                }
                in.setReg(in.operandBytes(), in.offset());
            }
            case 0x8e -> toSegment(); // MOV Sreg, r/m16
            case 0x90, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97 -> exchange(in.inOpcode(opcode)); // NOP; XCHG eAX, r
            case 0x98 -> widen(); // CBW, CWDE, CDQE
            case 0x99 ->
                in.setImplied(
                        X86State.RDX,
                        in.operandBytes(),
                        X86Flags.isNegative(state.registers[X86State.RAX], in.operandBytes())
                                ? -1
                                : 0); // CWD, CDQ, CQO
            case 0x9e -> in.flags(state.registers[X86State.RAX] >> Byte.SIZE, X86Flags.ARITHMETIC & LOW_FLAGS); // SAHF
            case 0x9f ->
                in.setImplied(
                        X86State.RAX,
                        Short.BYTES,
                        (state.rflags & LOW_FLAGS) << Byte.SIZE | state.registers[X86State.RAX] & 0xff); // LAHF
            case 0xa0, 0xa1 -> { // MOV AL/eAX, moffs
                long offset = in.fetch(in.addressBytes());
                in.setImplied(X86State.RAX, bytes, in.memory().load(in.dataSegment(), offset, bytes));
            }
            case 0xa2, 0xa3 -> { // MOV moffs, AL/eAX
                long offset = in.fetch(in.addressBytes());
                in.memory().store(in.dataSegment(), offset, bytes, state.register(X86State.RAX, bytes, true));
            }
            case 0xb0, 0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7 ->
                in.setRegister(in.inOpcode(opcode), 1, in.fetch(1)); // MOV r8, imm8
            case 0xb8, 0xb9, 0xba, 0xbb, 0xbc, 0xbd, 0xbe, 0xbf ->
                in.setRegister(in.inOpcode(opcode), in.operandBytes(), in.fetch(in.operandBytes())); // MOV r, imm
            case 0xc4 -> { // LES r, m
                return farPointer(X86Segment.ES);
            }
            case 0xc5 -> { // LDS r, m
                return farPointer(X86Segment.DS);
            }
            case 0xc6, 0xc7 -> { // MOV r/m, imm
                in.modrm();
                if (in.extension() != 0) {
                    return false;
                }
                long value = in.immediate(bytes);
                in.setRm(bytes, value);
            }
            case 0xd7 -> { // XLAT
                long offset = state.registers[X86State.RBX] + (state.registers[X86State.RAX] & 0xff)
                        & X86Flags.mask(in.addressBytes());
                in.setImplied(X86State.RAX, 1, in.memory().load(in.dataSegment(), offset, 1));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean stack(int opcode) {
        int bytes = in.stackBytes();
        switch (opcode) {
            case 0x06, 0x0e, 0x16, 0x1e -> { // PUSH ES, CS, SS, DS
                return pushSegment(opcode >> 3);
            }
            case 0x07, 0x17, 0x1f -> { // POP ES, SS, DS
                return popSegment(opcode >> 3);
            }
            case 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57 ->
                in.push(bytes, state.register(in.inOpcode(opcode), bytes, true)); // PUSH r
            case 0x58, 0x59, 0x5a, 0x5b, 0x5c, 0x5d, 0x5e, 0x5f ->
                in.setRegister(in.inOpcode(opcode), bytes, in.pop(bytes)); // POP r
            case 0x60 -> { // PUSHA
                return pushAll();
            }
            case 0x61 -> { // POPA
                return popAll();
            }
            case 0x68 -> in.push(bytes, in.immediate(in.operandBytes())); // PUSH imm
            case 0x6a -> in.push(bytes, in.immediate(1)); // PUSH imm8
            case 0x8f -> { // POP r/m
                in.modrm();
                if (in.extension() != 0) {
                    return false;
                }
                long value = in.pop(bytes);
                in.moveBase(bytes);
                in.setRm(bytes, value);
            }
            case 0x9c -> in.push(bytes, state.rflags & ~(X86Flags.VIRTUAL_8086 | X86Flags.RESUME)); // PUSHF
            case 0x9d -> popFlags(bytes, in.pop(bytes)); // POPF
            case 0xc8 -> { // ENTER imm16, imm8
                long size = in.fetch(Short.BYTES);
                if (in.fetch(1) != 0) {
                    return false;
                }
                in.push(bytes, state.register(X86State.RBP, bytes, true));
                copyMasked(X86State.RBP, X86State.RSP);
                in.moveStack(-size);
            }
            case 0xc9 -> { // LEAVE
                copyMasked(X86State.RSP, X86State.RBP);
                in.setImplied(X86State.RBP, bytes, in.pop(bytes));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean twoBytes(int opcode) {
        int bytes = in.operandBytes();
        switch (opcode) {
            case TWO + 0x40,
                    TWO + 0x41,
                    TWO + 0x42,
                    TWO + 0x43,
                    TWO + 0x44,
                    TWO + 0x45,
                    TWO + 0x46,
                    TWO + 0x47,
                    TWO + 0x48,
                    TWO + 0x49,
                    TWO + 0x4a,
                    TWO + 0x4b,
                    TWO + 0x4c,
                    TWO + 0x4d,
                    TWO + 0x4e,
                    TWO + 0x4f -> { // CMOVcc r, r/m
                in.modrm();
                long value = in.rm(bytes);
                in.setReg(bytes, X86Flags.holds(opcode, state.rflags) ? value : in.reg(bytes));
            }
            case TWO + 0x90,
                    TWO + 0x91,
                    TWO + 0x92,
                    TWO + 0x93,
                    TWO + 0x94,
                    TWO + 0x95,
                    TWO + 0x96,
                    TWO + 0x97,
                    TWO + 0x98,
                    TWO + 0x99,
                    TWO + 0x9a,
                    TWO + 0x9b,
                    TWO + 0x9c,
                    TWO + 0x9d,
                    TWO + 0x9e,
                    TWO + 0x9f -> { // SETcc r/m8
                in.modrm();
                in.setRm(1, X86Flags.holds(opcode, state.rflags) ? 1 : 0);
            }
            case TWO + 0xa0, TWO + 0xa8 -> { // PUSH FS, GS
                return pushSegment(opcode == TWO + 0xa0 ? X86Segment.FS : X86Segment.GS);
            }
            case TWO + 0xa1, TWO + 0xa9 -> { // POP FS, GS
                return popSegment(opcode == TWO + 0xa1 ? X86Segment.FS : X86Segment.GS);
            }
            case TWO + 0xb2 -> { // LSS r, m
                return farPointer(X86Segment.SS);
            }
            case TWO + 0xb4, TWO + 0xb5 -> { // LFS, LGS r, m
                return farPointer(opcode == TWO + 0xb4 ? X86Segment.FS : X86Segment.GS);
            }
            case TWO + 0xb6, TWO + 0xb7 -> { // MOVZX r, r/m8 or r/m16
                in.modrm();
                in.setReg(bytes, in.rm(opcode - TWO - 0xb5));
            }
            case TWO + 0xbe, TWO + 0xbf -> { // MOVSX r, r/m8 or r/m16
                in.modrm();
                int from = opcode - TWO - 0xbd;
                in.setReg(bytes, X86Flags.signExtended(in.rm(from), from));
            }
            case TWO + 0xc3 -> { // MOVNTI m, r
                in.modrm();
                if (!in.isMemory()) {
                    return false;
                }
                in.setRm(Math.max(bytes, Integer.BYTES), in.reg(Math.max(bytes, Integer.BYTES)));
            }
            case TWO + 0xc8,
                    TWO + 0xc9,
                    TWO + 0xca,
                    TWO + 0xcb,
                    TWO + 0xcc,
                    TWO + 0xcd,
                    TWO + 0xce,
                    TWO + 0xcf -> { // BSWAP r
                int number = in.inOpcode(opcode);
                long value = state.registers[number];
                in.setRegister(
                        number,
                        bytes,
                        bytes == Long.BYTES
                                ? Long.reverseBytes(value)
                                : Integer.reverseBytes((int) value) & 0xffffffffL);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void exchange(int number) {
        int bytes = in.operandBytes();
        if (number != X86State.RAX) {
            long old = state.register(number, bytes, true);
            state.setRegister(number, bytes, true, state.register(X86State.RAX, bytes, true));
            in.setImplied(X86State.RAX, bytes, old);
        }
    }

    private void widen() {
        int half = in.operandBytes() / 2;
        in.setImplied(X86State.RAX, in.operandBytes(), X86Flags.signExtended(state.registers[X86State.RAX], half));
    }

    /** A selector is stored to memory as 16 bits, and to a register zero-extended. */
    private void fromSegment() {
        in.modrm();
        if (in.regField() > X86Segment.GS) {
            throw X86Fault.plain(X86Fault.INVALID_OPCODE);
        }
        in.setRm(in.isMemory() ? Short.BYTES : in.operandBytes(), state.segments[in.regField()].selector);
    }

    private void toSegment() {
        in.modrm();
        if (in.regField() > X86Segment.GS || in.regField() == X86Segment.CS) {
            throw X86Fault.plain(X86Fault.INVALID_OPCODE);
        }
        segments.load(in.regField(), (int) in.rm(Short.BYTES));
    }

    private boolean farPointer(int segment) {
        if (state.is64() && segment != X86Segment.SS && segment < X86Segment.FS) {
            return false;
        }
        in.modrm();
        if (!in.isMemory()) {
            throw X86Fault.plain(X86Fault.INVALID_OPCODE);
        }
        long offset = in.rm(in.operandBytes());
        segments.load(segment, (int) in.rmBehind(in.operandBytes(), Short.BYTES));
        in.setReg(in.operandBytes(), offset);
        return true;
    }

    /** Processors write the selector's 16 bits alone and leave what is above them: SDM volume 2, "PUSH". */
    private boolean pushSegment(int segment) {
        if (state.is64() && segment < X86Segment.FS) {
            return false;
        }
        int bytes = in.stackBytes();
        if (bytes == Integer.BYTES) {
            in.moveStack(-Short.BYTES);
            bytes = Short.BYTES;
        }
        in.push(bytes, state.segments[segment].selector);
        return true;
    }

    private boolean popSegment(int segment) {
        if (state.is64() && segment < X86Segment.FS) {
            return false;
        }
        segments.load(segment, (int) in.pop(in.stackBytes()) & 0xffff);
        return true;
    }

    private boolean pushAll() {
        if (state.is64()) {
            return false;
        }
        int bytes = in.operandBytes();
        long stack = state.registers[X86State.RSP];
        for (int number = X86State.RAX; number <= X86State.RDI; number++) {
            in.push(bytes, number == X86State.RSP ? stack : state.registers[number]);
        }
        return true;
    }

    private boolean popAll() {
        if (state.is64()) {
            return false;
        }
        int bytes = in.operandBytes();
        for (int number = X86State.RDI; number >= X86State.RAX; number--) {
            if (number == X86State.RSP) {
                in.moveStack(bytes);
            } else {
                in.setImplied(number, bytes, in.pop(bytes));
            }
        }
        return true;
    }

    /** SDM volume 2, "POPF/POPFD/POPFQ": only ring 0 changes IOPL, only who may do IO changes IF. */
    private void popFlags(int bytes, long value) {
        long changed = X86Flags.ARITHMETIC
                | X86Flags.TRAP
                | X86Flags.DIRECTION
                | X86Flags.NESTED
                | X86Flags.ALIGNMENT
                | X86Flags.IDENTIFICATION;
        int privilege = state.privilege();
        if (privilege == 0) {
            changed |= X86Flags.IOPL;
        }
        if (privilege <= (state.rflags & X86Flags.IOPL) >> X86Flags.IOPL_SHIFT) {
            changed |= X86Flags.INTERRUPT;
        }
        in.flags(value, changed & X86Flags.mask(bytes));
    }

    private void copyMasked(int into, int from) {
        long mask = state.stackMask();
        state.registers[into] = state.registers[into] & ~mask | state.registers[from] & mask;
    }
}
