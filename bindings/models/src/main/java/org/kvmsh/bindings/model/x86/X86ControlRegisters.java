package org.kvmsh.bindings.model.x86;

/**
 * MOV to and from control and debug registers. Source: Intel SDM volume 3, "Control Registers" and "Debug Registers".
 */
final class X86ControlRegisters {
    private static final int DEBUG = 1;
    private static final int WRITES = 2;
    /** The first eleven bits of CR4; those above them are features that the model's CPUID does not have. */
    private static final long CR4_KNOWN = 0x7ff;

    private static final long CR8_KNOWN = 0xf;
    /** The machine status word's bits that LMSW writes: PE, MP, EM, TS. */
    private static final long STATUS = 0xf;

    private static final int DEBUG_ADDRESSES = 4;
    private static final int STATUS_REGISTER = 6;
    private static final int CONTROL_REGISTER = 7;
    private static final long DR6_ONES = 0xffff0ff0L;
    private static final long DR6_SINGLE_STEP = 1 << 14;
    private static final long DR6_WRITABLE = 0xe00f;
    /** The bit of DR7 that is always one. */
    static final long DR7_ONE = 1 << 10;

    private static final long DR7_WRITABLE = 0xffff2bffL;

    private final X86Instruction in;
    private final X86State state;
    /** DR0 to DR3. */
    final long[] debugAddresses = new long[DEBUG_ADDRESSES];

    long dr6 = DR6_ONES;
    long dr7 = DR7_ONE;

    X86ControlRegisters(X86Instruction in) {
        this.in = in;
        this.state = in.state();
    }

    /** The lowest two bits of the opcode encode the kind and the direction. */
    void move(int opcode) {
        in.modrmOfRegisters();
        in.privileged();
        int bytes = state.is64() ? Long.BYTES : Integer.BYTES;
        boolean isDebug = (opcode & DEBUG) != 0;
        if ((opcode & WRITES) == 0) {
            in.setRm(bytes, isDebug ? debug(in.regField()) : control(in.regField()));
        } else if (isDebug) {
            setDebug(in.regField(), in.rm(bytes));
        } else {
            setControl(in.regField(), in.rm(bytes));
        }
    }

    private long control(int number) {
        return switch (number) {
            case 0 -> state.cr0;
            case 2 -> state.cr2;
            case 3 -> state.cr3;
            case 4 -> state.cr4;
            case 8 -> state.cr8;
            default -> throw X86Fault.plain(X86Fault.INVALID_OPCODE);
        };
    }

    private void setControl(int number, long value) {
        switch (number) {
            case 0 -> setCr0(value);
            case 2 -> state.cr2 = value;
            case 3 -> state.cr3 = value;
            case 4 -> setCr4(value);
            case 8 -> {
                refuse((value & ~CR8_KNOWN) != 0);
                state.cr8 = value;
            }
            default -> throw X86Fault.plain(X86Fault.INVALID_OPCODE);
        }
    }

    static boolean isCr0(long value) {
        return value >>> Integer.SIZE == 0
                && ((value & X86State.CR0_NW) == 0 || (value & X86State.CR0_CD) != 0)
                && ((value & X86State.CR0_PG) == 0 || (value & X86State.CR0_PE) != 0);
    }

    static boolean isCr4(long value) {
        return (value & ~CR4_KNOWN) == 0;
    }

    /** SDM volume 3, "Initializing IA-32e Mode": paging begins or ends long mode if EFER.LME is set. */
    private void setCr0(long value) {
        refuse(!isCr0(value));
        boolean pages = (value & X86State.CR0_PG) != 0;
        if (pages && !state.isPaged() && (state.efer & X86State.EFER_LME) != 0) {
            refuse((state.cr4 & X86State.CR4_PAE) == 0 || state.segments[X86Segment.CS].long64);
            state.efer |= X86State.EFER_LMA;
        } else if (!pages && state.isPaged()) {
            refuse(state.is64());
            state.efer &= ~X86State.EFER_LMA;
        }
        state.cr0 = value | X86State.CR0_ET;
    }

    private void setCr4(long value) {
        refuse(!isCr4(value) || state.isLongMode() && (value & X86State.CR4_PAE) == 0);
        state.cr4 = value;
    }

    /** SDM volume 2, "LMSW": PE can be set and not cleared. */
    void loadStatusWord() {
        in.privileged();
        long value = in.rm(Short.BYTES);
        setCr0(state.cr0 & ~(STATUS & ~X86State.CR0_PE) | value & STATUS);
    }

    private long debug(int number) {
        return switch (number) {
            case 0, 1, 2, 3 -> debugAddresses[number];
            case 4, STATUS_REGISTER -> dr6;
            case 5, CONTROL_REGISTER -> dr7;
            default -> throw X86Fault.plain(X86Fault.INVALID_OPCODE);
        };
    }

    private void setDebug(int number, long value) {
        switch (number) {
            case 0, 1, 2, 3 -> debugAddresses[number] = value;
            case 4, STATUS_REGISTER -> {
                refuse(value >>> Integer.SIZE != 0);
                dr6 = value & DR6_WRITABLE | DR6_ONES;
            }
            case 5, CONTROL_REGISTER -> {
                refuse(value >>> Integer.SIZE != 0);
                dr7 = value & DR7_WRITABLE | DR7_ONE;
            }
            default -> throw X86Fault.plain(X86Fault.INVALID_OPCODE);
        }
    }

    /** SDM volume 3, "Single-Step Exception Condition": BS informs the handler. */
    void singleStep() {
        dr6 |= DR6_SINGLE_STEP;
    }

    private static void refuse(boolean refused) {
        if (refused) {
            throw X86Fault.generalProtection();
        }
    }
}
