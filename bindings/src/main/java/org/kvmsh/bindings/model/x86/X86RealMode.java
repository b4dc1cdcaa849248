package org.kvmsh.bindings.model.x86;

import org.kvmsh.bindings.model.Memslots;

/**
 * An x86 processor in 16-bit real mode, as far as the checked-in scripts use one. The section after each instruction is of
 * the Intel SDM, volume 2; any other instruction stops with {@link Stop#UNKNOWN}, the instruction pointer still on it.
 */
final class X86RealMode {
    /** Why execution left the guest. */
    enum Stop { NOT_YET, HLT, IN, OUT, UNKNOWN }

    private static final String[] ENCODED = {"rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
        "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"};
    private static final int AX = 0;
    private static final int DX = 2;
    private static final int SI = 6;
    private static final long PROTECTED = 1;
    private static final long WORD = 0xffff;
    private static final long DIRECTION = 1 << 10;
    private static final int REGISTER_DIRECT = 3;

    private final Memslots memory;
    private final long[] registers = new long[ENCODED.length];
    private long rip;
    private long rflags;
    private long codeBase;
    private long dataBase;
    private boolean realMode = true;

    private long next;
    private boolean outside;
    private int ioPort;
    private int ioBytes;
    private long ioValue;
    private boolean wantsInput;
    private long afterInput;

    X86RealMode(Memslots memory) {
        this.memory = memory;
    }

    long register(String name) {
        return switch (name) {
            case "rip" -> rip;
            case "rflags" -> rflags;
            default -> registers[index(name)];
        };
    }

    void setRegister(String name, long value) {
        switch (name) {
            case "rip" -> rip = value;
            case "rflags" -> rflags = value | X86Flags.ALWAYS_ONE;
            default -> registers[index(name)] = value;
        }
    }

    private static int index(String name) {
        for (int i = 0; i < ENCODED.length; i++) {
            if (ENCODED[i].equals(name)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no register " + name);
    }

    void segments(long codeBase, long dataBase, long cr0) {
        this.codeBase = codeBase;
        this.dataBase = dataBase;
        this.realMode = (cr0 & PROTECTED) == 0;
    }

    int ioPort() {
        return ioPort;
    }

    int ioBytes() {
        return ioBytes;
    }

    long ioValue() {
        return ioValue;
    }

    boolean wantsInput() {
        return wantsInput;
    }

    /** Completes an IN: the value goes into AL, and only now is the instruction done. */
    void giveInput(long value) {
        wantsInput = false;
        setRegister(AX, ioBytes, value);
        rip = afterInput;
    }

    /** Runs until something stops the guest, or for so many instructions. */
    Stop execute(int instructions) {
        if (!realMode) {
            return Stop.UNKNOWN;
        }
        for (int i = 0; i < instructions; i++) {
            next = rip & WORD;
            outside = false;
            Stop stop = instruction();
            if (stop == Stop.UNKNOWN || outside) {
                return Stop.UNKNOWN;
            }
            if (stop == Stop.IN) {
                afterInput = next;
                return stop;
            }
            rip = next;
            if (stop != Stop.NOT_YET) {
                return stop;
            }
        }
        return Stop.NOT_YET;
    }

    private Stop instruction() {
        int opcode = fetch(1);
        return switch (opcode) {
            case 0x01 -> add();                                                 // ADD r/m16, r16
            case 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47 -> increment(opcode & 7);   // INC r16
            case 0x74 -> jump((rflags & X86Flags.ZERO) != 0);                   // Jcc: JZ rel8
            case 0x75 -> jump((rflags & X86Flags.ZERO) == 0);                   // Jcc: JNZ rel8
            case 0x84 -> test();                                                // TEST r/m8, r8
            case 0x89 -> move();                                                // MOV r/m16, r16
            case 0x90 -> Stop.NOT_YET;                                          // NOP
            case 0xac -> loadString();                                          // LODS m8
            case 0xb0, 0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7 -> moveImmediate(opcode & 7, 1);  // MOV r8, imm8
            case 0xb8, 0xb9, 0xba, 0xbb, 0xbc, 0xbd, 0xbe, 0xbf -> moveImmediate(opcode & 7, 2);  // MOV r16, imm16
            case 0xe4 -> input(fetch(1));                                       // IN AL, imm8
            case 0xe6 -> output(fetch(1));                                      // OUT imm8, AL
            case 0xeb -> jump(true);                                            // JMP rel8
            case 0xec -> input((int) (registers[DX] & WORD));                   // IN AL, DX
            case 0xee -> output((int) (registers[DX] & WORD));                  // OUT DX, AL
            case 0xf4 -> Stop.HLT;                                              // HLT
            default -> Stop.UNKNOWN;
        };
    }

    private Stop add() {
        int modrm = fetch(1);
        if (modrm >> 6 != REGISTER_DIRECT) {
            return Stop.UNKNOWN;
        }
        long left = register(modrm & 7, 2);
        long right = register(modrm >> 3 & 7, 2);
        setRegister(modrm & 7, 2, left + right);
        arithmetic(X86Flags.ofSum(left, right, 2), X86Flags.ARITHMETIC);
        return Stop.NOT_YET;
    }

    private Stop increment(int register) {
        long old = register(register, 2);
        setRegister(register, 2, old + 1);
        arithmetic(X86Flags.ofSum(old, 1, 2), X86Flags.ARITHMETIC & ~X86Flags.CARRY);
        return Stop.NOT_YET;
    }

    private Stop test() {
        int modrm = fetch(1);
        if (modrm >> 6 != REGISTER_DIRECT) {
            return Stop.UNKNOWN;
        }
        arithmetic(X86Flags.ofResult(register(modrm & 7, 1) & register(modrm >> 3 & 7, 1), 1), X86Flags.ARITHMETIC);
        return Stop.NOT_YET;
    }

    private Stop move() {
        int modrm = fetch(1);
        if (modrm >> 6 != REGISTER_DIRECT) {
            return Stop.UNKNOWN;
        }
        setRegister(modrm & 7, 2, register(modrm >> 3 & 7, 2));
        return Stop.NOT_YET;
    }

    private Stop moveImmediate(int register, int bytes) {
        setRegister(register, bytes, fetch(bytes));
        return Stop.NOT_YET;
    }

    private Stop loadString() {
        long value = load(dataBase + register(SI, 2), 1);
        if (!outside) {
            setRegister(AX, 1, value);
            setRegister(SI, 2, register(SI, 2) + ((rflags & DIRECTION) == 0 ? 1 : -1));
        }
        return Stop.NOT_YET;
    }

    private Stop jump(boolean taken) {
        byte distance = (byte) fetch(1);
        if (taken) {
            next = next + distance & WORD;
        }
        return Stop.NOT_YET;
    }

    private Stop input(int port) {
        ioPort = port;
        ioBytes = 1;
        wantsInput = true;
        return Stop.IN;
    }

    private Stop output(int port) {
        ioPort = port;
        ioBytes = 1;
        ioValue = register(AX, 1);
        return Stop.OUT;
    }

    private void arithmetic(long flags, long affected) {
        rflags = rflags & ~affected | flags & affected;
    }

    private int fetch(int bytes) {
        long value = load(codeBase + next, bytes);
        next = next + bytes & WORD;
        return (int) value;
    }

    private long load(long address, int bytes) {
        if (!memory.has(address, bytes)) {
            outside = true;
            return 0;
        }
        return memory.get(address, bytes);
    }

    /** SDM volume 2, "ModR/M and SIB Bytes": 8-bit registers 4 to 7 are AH, CH, DH, BH. */
    private long register(int number, int bytes) {
        return bytes == 1 && number >= 4 ? registers[number - 4] >> 8 & 0xff : registers[number] & X86Flags.mask(bytes);
    }

    private void setRegister(int number, int bytes, long value) {
        if (bytes == 1 && number >= 4) {
            registers[number - 4] = registers[number - 4] & ~0xff00L | (value & 0xff) << 8;
        } else {
            registers[number] = registers[number] & ~X86Flags.mask(bytes) | value & X86Flags.mask(bytes);
        }
    }
}
