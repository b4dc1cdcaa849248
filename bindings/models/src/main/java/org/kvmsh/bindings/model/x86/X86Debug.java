package org.kvmsh.bindings.model.x86;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Region;

/**
 * The stops of KVM_SET_GUEST_DEBUG: single steps, breakpoints on instructions and on data, int3. Source: api.rst 4.87;
 * arch/x86/kvm/x86.c, kvm_vcpu_check_hw_bp; Intel SDM volume 3, "Debug Registers".
 */
final class X86Debug {
    /** The guest reached an int3 that belongs to user space. */
    static final class Int3 extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Int3() {
            super(null, null, false, false);
        }
    }

    private static final int ADDRESSES = 4;
    private static final int CONTROL = 7;
    /** SDM volume 3, "Debug Status Register (DR6)": what is always one there, and BS. */
    private static final long STATUS = 0xffff0ff0L;

    private static final long SINGLE_STEP = 1 << 14;
    /**
     * SDM volume 3, "Debug Control Register (DR7)": two bits enable an address, four are its type; 0 is an instruction.
     */
    private static final int ENABLE = 3;

    private static final int KINDS = 16;
    private static final int KIND = 0xf;
    private static final int KIND_BITS = 4;
    /**
     * R/Wn, the lower two of the four: data writes, data reads and writes; above them LENn, by its number the bytes.
     */
    private static final int WRITES = 1;

    private static final int READS_AND_WRITES = 3;
    private static final int[] LENGTHS = {1, 2, 8, 4};

    private final Abi abi;
    private final long[] addresses = new long[ADDRESSES];
    private long control;
    private boolean steps;
    private boolean breakpoints;
    private boolean instructions;
    /** Whether the int3 that left the guest is given back to it (KVM_GUESTDBG_INJECT_BP). */
    private boolean injected;

    private long status;
    private int exception;
    /** The data breakpoints whose data the current instruction has accessed, as bits of DR6. */
    private long accessed;

    private boolean emulated;

    X86Debug(Abi abi) {
        this.abi = abi;
    }

    /** KVM_SET_GUEST_DEBUG. */
    int set(Region argument) {
        Struct layout = abi.struct("kvm_guest_debug");
        long wanted = argument.get(layout.offset("control"), Integer.BYTES);
        boolean enabled = has(wanted, "KVM_GUESTDBG_ENABLE");
        steps = enabled && has(wanted, "KVM_GUESTDBG_SINGLESTEP");
        breakpoints = enabled && has(wanted, "KVM_GUESTDBG_USE_HW_BP");
        instructions = enabled && has(wanted, "KVM_GUESTDBG_USE_SW_BP");
        injected |= has(wanted, "KVM_GUESTDBG_INJECT_BP");
        for (int i = 0; i < ADDRESSES; i++) {
            addresses[i] = argument.getLong(layout.offset("arch.debugreg[" + i + "]"));
        }
        control = argument.getLong(layout.offset("arch.debugreg[" + CONTROL + "]"));
        return 0;
    }

    private boolean has(long wanted, String flag) {
        return (wanted & abi.constant(flag)) != 0;
    }

    boolean isOn() {
        return steps || breakpoints;
    }

    /** Whether the guest is to leave before the instruction at a linear address; an injected exception comes first. */
    boolean stopsAt(long linear) {
        if (!breakpoints || injected) {
            return false;
        }
        long hit = 0;
        for (int i = 0; i < ADDRESSES; i++) {
            boolean isEnabled = (control >>> 2 * i & ENABLE) != 0;
            if (isEnabled && (control >>> KINDS + KIND_BITS * i & KIND) == 0 && addresses[i] == linear) {
                hit |= 1L << i;
            }
        }
        status = STATUS | hit;
        exception = X86Fault.DEBUG;
        return hit != 0;
    }

    /** An instruction begins. */
    void begin() {
        accessed = 0;
        emulated = false;
    }

    /**
     * The instruction accesses memory; a data breakpoint is a trap behind it (SDM volume 3, "Data Memory and I/O
     * Breakpoint Exception Conditions").
     */
    void accesses(long linear, int bytes, boolean write) {
        for (int i = 0; breakpoints && i < ADDRESSES; i++) {
            int kind = (int) (control >>> KINDS + KIND_BITS * i) & KIND;
            int length = LENGTHS[kind >> 2];
            long start = addresses[i] & -length;
            boolean isFor =
                    (kind & READS_AND_WRITES) == READS_AND_WRITES || write && (kind & READS_AND_WRITES) == WRITES;
            if (isFor && (control >>> 2 * i & ENABLE) != 0 && linear < start + length && start < linear + bytes) {
                accessed |= 1L << i;
            }
        }
    }

    /**
     * KVM emulates an instruction that accesses user space's addresses, and its emulator looks for no data breakpoints
     * (x86.c, kvm_vcpu_check_hw_bp).
     */
    void emulates() {
        emulated = true;
    }

    boolean hasAccessed() {
        return accessed != 0 && !emulated;
    }

    /** Whether it is to leave behind an instruction. */
    boolean stopsBehind() {
        status = STATUS | (steps ? SINGLE_STEP : 0) | (hasAccessed() ? accessed : 0);
        exception = X86Fault.DEBUG;
        return steps || hasAccessed();
    }

    /** Whether int3 is user space's breakpoint rather than the guest's. */
    boolean takesInt3() {
        exception = X86Fault.BREAKPOINT;
        boolean isGuests = injected || !instructions;
        injected = false;
        return !isGuests;
    }

    /**
     * The exit's payload. DR7 is the processor's: user space's if it debugs, otherwise the guest's. After int3 the
     * debug registers in kvm_run are not updated. Source: arch/x86/kvm/vmx/vmx.c, handle_exception_nmi; svm/svm.c,
     * db_interception.
     */
    void tell(Region run, Struct layout, long linear, long guestControl) {
        run.putInt(layout.offset("debug.arch.exception"), exception);
        run.putInt(layout.offset("debug.arch.pad"), 0);
        run.putLong(layout.offset("debug.arch.pc"), linear);
        if (exception == X86Fault.DEBUG) {
            run.putLong(layout.offset("debug.arch.dr6"), status);
            run.putLong(
                    layout.offset("debug.arch.dr7"),
                    breakpoints ? control | X86ControlRegisters.DR7_ONE : guestControl);
        }
    }
}
