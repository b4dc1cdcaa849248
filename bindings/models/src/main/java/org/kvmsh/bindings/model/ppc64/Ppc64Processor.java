package org.kvmsh.bindings.model.ppc64;

import org.kvmsh.bindings.kernel.NotModelled;

/** A powerpc processor in real mode that executes what the groups of instructions know, and no other. */
final class Ppc64Processor {
    /** Why execution left the guest. */
    enum Stop {
        NOT_YET,
        HYPERCALL,
        OUTSIDE
    }

    /** Interrupt vectors: book III-S, "Interrupt Definitions". */
    static final int DATA_STORAGE = 0x300;

    static final int INSTRUCTION_STORAGE = 0x400;
    static final int SYSTEM_CALL = 0xc00;

    private static final int INSTRUCTION = 4;
    private static final long TRANSLATED = Ppc64Registers.MSR_IR | Ppc64Registers.MSR_DR;
    /**
     * DSISR: not allowed where the area ends, no translation, a store. SRR1: not allowed (book III-S, "Data Storage
     * Interrupt", "Instruction Storage Interrupt").
     */
    private static final long NOT_ALLOWED = 0x0800_0000L;

    private static final long NO_TRANSLATION = 0x4000_0000L;
    private static final long STORE = 0x0200_0000L;

    private final Ppc64ModelKernel kernel;
    private final Ppc64Registers registers;
    private final Ppc64Storage storage;
    private final Ppc64FixedPoint fixedPoint;
    private final Ppc64Rotate rotate;
    private final Ppc64Branch branch;
    private final Ppc64LoadStore loadStore;
    private final Ppc64System system;
    private final Ppc64Storage.RealModeArea area;

    private long next;
    private Stop stop;
    private Ppc64Access access;
    private boolean papr;

    Ppc64Processor(
            Ppc64ModelKernel kernel, Ppc64Registers registers, Ppc64Storage storage, Ppc64Storage.RealModeArea area) {
        this.kernel = kernel;
        this.registers = registers;
        this.storage = storage;
        this.area = area;
        this.fixedPoint = new Ppc64FixedPoint(registers);
        this.rotate = new Ppc64Rotate(registers);
        this.branch = new Ppc64Branch(registers, this);
        this.loadStore = new Ppc64LoadStore(registers, this, storage);
        this.system = new Ppc64System(registers, this);
    }

    Ppc64ModelCpu cpu() {
        return kernel.cpu();
    }

    /** Runs until the guest stops, at most for a number of instructions. */
    Stop execute(int instructions) {
        stop = Stop.NOT_YET;
        for (int i = 0; i < instructions && stop == Stop.NOT_YET; i++) {
            setMsr(registers.msr);
            next = registers.pc + INSTRUCTION;
            if (storage.holds(registers.pc, INSTRUCTION)) {
                execute();
            } else {
                fetchOutside();
            }
            registers.pc = next;
        }
        return stop;
    }

    private void execute() {
        int word = (int) storage.load(registers.pc, INSTRUCTION);
        if (!(fixedPoint.execute(word)
                || branch.execute(word)
                || loadStore.execute(word)
                || rotate.execute(word)
                || system.execute(word))) {
            throw new NotModelled(String.format(
                    "the model of a %s does not implement the instruction 0x%08x at 0x%x",
                    cpu().name(), word, registers.pc));
        }
    }

    /**
     * The byte order in MSR: little-endian only in hypervisor mode, since book3s_pr of that time does not set LE for
     * its guests (book3s_pr.c, kvmppc_recalc_shadow_msr).
     */
    void setMsr(long msr) {
        registers.msr = msr;
        storage.littleEndian((msr & Ppc64Registers.MSR_LE) != 0 && kernel.hypervisor() && cpu().littleEndian());
        if ((msr & Ppc64Registers.MSR_SF) == 0 || (msr & (TRANSLATED | Ppc64Registers.MSR_PR)) != 0) {
            throw new NotModelled(String.format(
                    "the model of a %s runs only 64-bit supervisor code in real mode; at 0x%x MSR is 0x%x",
                    cpu().name(), registers.pc, msr));
        }
    }

    void goOnAt(long address) {
        next = address;
    }

    /** KVM_CAP_PPC_PAPR: hypercalls are the kernel's. */
    void enablePapr() {
        papr = true;
    }

    boolean hasPapr() {
        return papr;
    }

    /**
     * sc 1. In hypervisor mode the processor reports it to the kernel in the guest's own SRR0 and SRR1 (book III-S,
     * "System Linkage Instructions"); in problem state without PAPR the kernel leaves it to the guest (book3s_pr.c,
     * BOOK3S_INTERRUPT_SYSCALL).
     */
    void hypercall() {
        if (papr) {
            stop = Stop.HYPERCALL;
            if (kernel.hypervisor()) {
                registers.srr0 = registers.pc + INSTRUCTION;
                registers.srr1 = registers.msr;
            }
        } else {
            interrupt(SYSTEM_CALL, registers.pc + INSTRUCTION, 0);
        }
    }

    /**
     * An interrupt that the guest itself takes: in real mode, big-endian, at the vector (book III-S, "Interrupt
     * Processing").
     */
    void interrupt(int vector, long returnTo, long flags) {
        registers.srr0 = returnTo;
        registers.srr1 = registers.msr | flags;
        registers.msr = Ppc64Registers.MSR_SF | Ppc64Registers.MSR_ME;
        next = vector;
    }

    /**
     * A load or store that met no memory. In hypervisor mode the guest gets its own interrupt, since there is no MMIO
     * ([PATCH 09/15]; book3s_hv.c, BOOK3S_INTERRUPT_H_DATA_STORAGE); in problem state user space carries it out.
     *
     * @return whether the processor has completed the instruction
     */
    boolean outside(Ppc64Access met) {
        if (!kernel.hypervisor()) {
            access = met;
            stop = Stop.OUTSIDE;
            return true;
        }
        registers.dar = met.address();
        registers.dsisr = (area.isVirtual() ? NO_TRANSLATION : NOT_ALLOWED) | (met.write() ? STORE : 0);
        interrupt(DATA_STORAGE, registers.pc, 0);
        return false;
    }

    private void fetchOutside() {
        if (!kernel.hypervisor()) {
            throw new NotModelled(String.format(
                    "the guest ran to 0x%x, which is not in any memory slot; the model does not implement book3s_pr's"
                            + " handling of this",
                    registers.pc));
        }
        interrupt(INSTRUCTION_STORAGE, registers.pc, NOT_ALLOWED);
    }

    /** The load or store of {@link Stop#OUTSIDE}. */
    Ppc64Access access() {
        return access;
    }
}
