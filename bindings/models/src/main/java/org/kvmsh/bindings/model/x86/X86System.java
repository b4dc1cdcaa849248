package org.kvmsh.bindings.model.x86;

/**
 * Instructions that a kernel uses: ports, flags, MSRs, tables. The comment behind each opcode names its section of the
 * Intel SDM, volume 2.
 */
final class X86System {
    private static final long BASE16 = 0xffffff;
    private static final int TWO = X86Instruction.TWO_BYTES;

    private final X86Instruction in;
    private final X86State state;
    private final X86ModelSegments segments;
    private final X86Outside outside;
    private final X86ModelMsrs msrs;
    private final X86MsrFilter filter;
    private final X86ModelCpuid cpuid;
    private final X86ControlRegisters control;
    private boolean halted;

    X86System(
            X86Instruction in,
            X86ModelSegments segments,
            X86Outside outside,
            X86ModelMsrs msrs,
            X86MsrFilter filter,
            X86ModelCpuid cpuid) {
        this.in = in;
        this.state = in.state();
        this.segments = segments;
        this.outside = outside;
        this.msrs = msrs;
        this.filter = filter;
        this.cpuid = cpuid;
        this.control = new X86ControlRegisters(in);
    }

    /** Whether the last instruction was HLT; asked once. */
    boolean takeHalt() {
        boolean was = halted;
        halted = false;
        return was;
    }

    X86ControlRegisters control() {
        return control;
    }

    /** Whether the opcode is one of these. */
    boolean execute(int opcode) {
        return opcode < TWO ? oneByte(opcode) : twoBytes(opcode);
    }

    private boolean oneByte(int opcode) {
        switch (opcode) {
            case 0xe4, 0xe5 -> input(opcode, in.fetch(1)); // IN AL/eAX, imm8
            case 0xe6, 0xe7 -> output(opcode, in.fetch(1)); // OUT imm8, AL/eAX
            case 0xec, 0xed -> input(opcode, state.registers[X86State.RDX] & 0xffff); // IN AL/eAX, DX
            case 0xee, 0xef -> output(opcode, state.registers[X86State.RDX] & 0xffff); // OUT DX, AL/eAX
            case 0xf4 -> { // HLT
                in.privileged();
                halted = true;
            }
            case 0xf5 -> state.rflags ^= X86Flags.CARRY; // CMC
            case 0xf8 -> in.flags(0, X86Flags.CARRY); // CLC
            case 0xf9 -> in.flags(-1, X86Flags.CARRY); // STC
            case 0xfa -> { // CLI
                in.ioPrivileged();
                state.rflags &= ~X86Flags.INTERRUPT;
            }
            case 0xfb -> { // STI
                in.ioPrivileged();
                state.rflags |= X86Flags.INTERRUPT;
            }
            case 0xfc -> state.rflags &= ~X86Flags.DIRECTION; // CLD
            case 0xfd -> state.rflags |= X86Flags.DIRECTION; // STD
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean twoBytes(int opcode) {
        switch (opcode) {
            case TWO -> {
                return group6();
            }
            case TWO + 0x01 -> {
                return group7();
            }
            case TWO + 0x06 -> { // CLTS
                in.privileged();
                state.cr0 &= ~X86State.CR0_TS;
            }
            case TWO + 0x08, TWO + 0x09 -> in.privileged(); // INVD, WBINVD
            case TWO + 0x0b -> throw X86Fault.plain(X86Fault.INVALID_OPCODE); // UD2
            case TWO + 0xae -> { // LFENCE, MFENCE, SFENCE, CLFLUSH m8
                in.modrm();
                return in.extension() == 7 || !in.isMemory() && in.extension() > 4;
            }
            case TWO + 0x0d,
                    TWO + 0x18,
                    TWO + 0x19,
                    TWO + 0x1a,
                    TWO + 0x1b,
                    TWO + 0x1c,
                    TWO + 0x1d,
                    TWO + 0x1e,
                    TWO + 0x1f -> in.modrm(); // PREFETCHW, PREFETCHh, NOP r/m
            case TWO + 0x20, TWO + 0x21, TWO + 0x22, TWO + 0x23 ->
                control.move(opcode - TWO); // MOV r, CR; MOV r, DR; MOV CR, r; MOV DR, r
            case TWO + 0x30 -> writeMsr(); // WRMSR
            case TWO + 0x31 -> setPair(msrs.clock()); // RDTSC
            case TWO + 0x32 -> readMsr(); // RDMSR
            case TWO + 0xa2 -> { // CPUID
                int[] answers = cpuid.answer((int) state.registers[X86State.RAX], (int) state.registers[X86State.RCX]);
                in.setImplied(X86State.RAX, Integer.BYTES, answers[0]);
                in.setImplied(X86State.RBX, Integer.BYTES, answers[1]);
                in.setImplied(X86State.RCX, Integer.BYTES, answers[2]);
                in.setImplied(X86State.RDX, Integer.BYTES, answers[3]);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private int portBytes(int opcode) {
        return Math.min(in.bytesOf(opcode), Integer.BYTES);
    }

    private void input(int opcode, long port) {
        in.ioPrivileged();
        in.setImplied(
                X86State.RAX,
                portBytes(opcode),
                outside.read(new X86Access(X86Access.Kind.IN, port, portBytes(opcode), 1, 0)));
    }

    private void output(int opcode, long port) {
        in.ioPrivileged();
        outside.write(new X86Access(
                X86Access.Kind.OUT, port, portBytes(opcode), 1, state.register(X86State.RAX, portBytes(opcode), true)));
    }

    private void readMsr() {
        in.privileged();
        int index = (int) state.registers[X86State.RCX];
        if (filter.allows(index, false) && msrs.has(index)) {
            setPair(msrs.read(index));
        } else {
            setPair(ask(X86Access.Kind.RDMSR, index, 0));
        }
    }

    private void writeMsr() {
        in.privileged();
        int index = (int) state.registers[X86State.RCX];
        long value = state.registers[X86State.RAX] & 0xffffffffL | state.registers[X86State.RDX] << Integer.SIZE;
        if (!filter.allows(index, true) || !msrs.write(index, value, true)) {
            ask(X86Access.Kind.WRMSR, index, value);
        }
    }

    /** User space's answer, if it requested exits for this reason; otherwise a general protection fault. */
    private long ask(X86Access.Kind kind, int index, long value) {
        if (!filter.asks(reason(index, kind == X86Access.Kind.WRMSR))) {
            throw X86Fault.generalProtection();
        }
        long answer = outside.read(new X86Access(kind, index & 0xffffffffL, Long.BYTES, 1, value));
        if (outside.isRefused()) {
            throw X86Fault.generalProtection();
        }
        return answer;
    }

    /** Why an MSR is not the processor's to answer. */
    String reason(int index, boolean write) {
        return !filter.allows(index, write)
                ? "KVM_MSR_EXIT_REASON_FILTER"
                : msrs.has(index) ? "KVM_MSR_EXIT_REASON_INVAL" : "KVM_MSR_EXIT_REASON_UNKNOWN";
    }

    private void setPair(long value) {
        in.setImplied(X86State.RAX, Integer.BYTES, value);
        in.setImplied(X86State.RDX, Integer.BYTES, value >>> Integer.SIZE);
    }

    private boolean group6() {
        in.modrm();
        if (!state.isProtected() && in.extension() < 6) {
            throw X86Fault.plain(X86Fault.INVALID_OPCODE);
        }
        switch (in.extension()) {
            case 0 -> storeSelector(state.ldt.selector); // SLDT r/m
            case 1 -> storeSelector(state.tr.selector); // STR r/m
            case 2 -> { // LLDT r/m16
                in.privileged();
                segments.loadLocalTable((int) in.rm(Short.BYTES));
            }
            case 3 -> { // LTR r/m16
                in.privileged();
                segments.loadTask((int) in.rm(Short.BYTES));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void storeSelector(int selector) {
        in.setRm(in.isMemory() ? Short.BYTES : in.operandBytes(), selector);
    }

    private boolean group7() {
        in.modrm();
        if (in.isSwapGs()) { // SWAPGS
            in.privileged();
            msrs.swapGs();
            return true;
        }
        if (!in.isMemory() && in.extension() != 4 && in.extension() != 6) {
            return false;
        }
        switch (in.extension()) {
            case 0 -> storeTable(state.gdtLimit, state.gdtBase); // SGDT m
            case 1 -> storeTable(state.idtLimit, state.idtBase); // SIDT m
            case 2 -> { // LGDT m
                long base = tableBase();
                state.gdtLimit = in.rm(Short.BYTES);
                state.gdtBase = base;
            }
            case 3 -> { // LIDT m
                long base = tableBase();
                state.idtLimit = in.rm(Short.BYTES);
                state.idtBase = base;
            }
            case 4 -> in.setRm(in.isMemory() ? Short.BYTES : in.operandBytes(), state.cr0); // SMSW r/m
            case 6 -> control.loadStatusWord(); // LMSW r/m16
            case 7 -> in.privileged(); // INVLPG m
            default -> {
                return false;
            }
        }
        return true;
    }

    private void storeTable(long limit, long base) {
        in.setRm(Short.BYTES, limit);
        in.setRmBehind(
                Short.BYTES,
                state.is64() ? Long.BYTES : Integer.BYTES,
                in.operandBytes() == Short.BYTES && !state.is64() ? base & BASE16 : base);
    }

    /** With operands of 16 bits a base has 24. */
    private long tableBase() {
        in.privileged();
        long base = in.rmBehind(Short.BYTES, state.is64() ? Long.BYTES : Integer.BYTES);
        if (!X86Memory.isCanonical(base)) {
            throw X86Fault.generalProtection();
        }
        return in.operandBytes() == Short.BYTES && !state.is64() ? base & BASE16 : base;
    }
}
