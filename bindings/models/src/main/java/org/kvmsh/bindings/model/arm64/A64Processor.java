package org.kvmsh.bindings.model.arm64;

import static org.kvmsh.bindings.model.arm64.A64Bits.field;

import org.kvmsh.bindings.kernel.NotModelled;

/**
 * One vCPU's processor at EL1 with its MMU off: an instruction at a time, and the exceptions that it takes to EL1.
 * Source: Arm ARM DDI 0487, C4.1 and D1.
 */
final class A64Processor {
    static final int INSTRUCTION = 4;
    /**
     * D1.3, vector offsets from VBAR_EL1: an exception from EL1 that uses SP_EL0, and one that uses SP_EL1; interrupts
     * come after synchronous ones.
     */
    private static final long FROM_EL1H = 0x200;

    private static final long IRQ = 0x80;
    private static final long FIQ = 0x100;
    /** ESR_EL1 (D19.2): the exception class in its bits 31 to 26, IL in bit 25. */
    private static final int CLASS_SHIFT = 26;

    private static final long LONG_INSTRUCTION = 1 << 25;
    private static final long SVC = 0x15;
    private static final long BRK = 0x3c;
    private static final long INSTRUCTION_ABORT = 0x21;
    private static final long EXTERNAL_ABORT = 0x10;

    private final A64State state;
    private final A64Memory memory;
    private final A64Immediates immediates;
    private final A64RegisterOperations registerOperations;
    private final A64Branches branches;
    private final A64System system;
    private final A64LoadStore loadStore;

    A64Processor(A64State state, A64Memory memory) {
        this.state = state;
        this.memory = memory;
        this.immediates = new A64Immediates(state);
        this.registerOperations = new A64RegisterOperations(state);
        this.branches = new A64Branches(state);
        this.system = new A64System(state);
        this.loadStore = new A64LoadStore(state, memory);
    }

    /**
     * The instruction at the program counter; an action for the caller becomes the state's event, and then the program
     * counter is unchanged.
     */
    void step() {
        long pc = state.pc;
        if ((state.pstate & A64State.MODE & ~A64State.SP_SEL) != A64State.EL1T) {
            throw new NotModelled("the model executes only at EL1; PSTATE is 0x" + Long.toHexString(state.pstate)
                    + " at pc 0x" + Long.toHexString(pc));
        }
        if (!memory.canRead(pc, INSTRUCTION)) {
            abortFetch();
            return;
        }
        int word = (int) memory.read(pc, INSTRUCTION);
        state.next = pc + INSTRUCTION;
        state.event = null;
        boolean known;
        try {
            known = switch (field(word, 25, 4)) {
                case 8, 9 -> immediates.execute(word);
                case 10, 11 -> branches.execute(word) || system.execute(word);
                case 4, 6, 12, 14 -> loadStore.execute(word);
                case 5, 13 -> registerOperations.execute(word);
                default -> false;
            };
        } catch (NotModelled e) {
            throw new NotModelled("the model stops at the instruction " + text(word) + " at pc 0x"
                    + Long.toHexString(pc) + ": it does not implement " + e.getMessage());
        }
        if (!known) {
            throw new NotModelled(
                    "the model does not execute the instruction " + text(word) + " at pc 0x" + Long.toHexString(pc));
        }
        if (state.event == null) {
            state.pc = state.next;
        }
    }

    private static String text(int word) {
        return String.format("0x%08x", word);
    }

    /**
     * Injects the abort that KVM injects for code where there is no memory (arch/arm64/kvm/mmu.c,
     * kvm_handle_guest_abort; inject_fault.c, inject_abt64, whose syndrome is an int).
     */
    private void abortFetch() {
        state.system.put(A64SystemRegisters.FAR_EL1, state.pc);
        enter(0, (int) (INSTRUCTION_ABORT << CLASS_SHIFT | LONG_INSTRUCTION | EXTERNAL_ABORT), state.pc);
    }

    /** SVC: it returns behind the instruction. */
    void supervisorCall(long number) {
        enter(0, SVC << CLASS_SHIFT | LONG_INSTRUCTION | number, state.next);
    }

    /** BRK where no debugger waits for it: it returns to the instruction. */
    void breakpoint(long number) {
        enter(0, breakpointSyndrome(number), state.pc);
    }

    static long breakpointSyndrome(long number) {
        return BRK << CLASS_SHIFT | LONG_INSTRUCTION | number;
    }

    /**
     * Takes an interrupt or a fast one, unless it is masked; which comes first is the processor's affair (D1.3,
     * "Asynchronous exception types"), here as in QEMU.
     */
    void interrupt(boolean irq, boolean fiq) {
        if (irq && (state.pstate & A64State.I) == 0) {
            enterVector(IRQ, state.pc);
        } else if (fiq && (state.pstate & A64State.F) == 0) {
            enterVector(FIQ, state.pc);
        }
    }

    private void enter(long vector, long syndrome, long back) {
        state.system.put(A64SystemRegisters.ESR_EL1, syndrome);
        enterVector(vector, back);
    }

    /** D1.3, "Exception entry": the flags stay, all interrupts are masked, the stack is SP_EL1. */
    private void enterVector(long vector, long back) {
        boolean fromEl1h = (state.pstate & A64State.SP_SEL) != 0;
        state.elr = back;
        state.spsr = state.pstate;
        state.pstate = state.pstate & A64State.NZCV | A64State.DAIF | A64State.EL1H;
        state.pc = state.system.get(A64SystemRegisters.VBAR_EL1) + (fromEl1h ? FROM_EL1H : 0) + vector;
        state.next = state.pc;
    }
}
