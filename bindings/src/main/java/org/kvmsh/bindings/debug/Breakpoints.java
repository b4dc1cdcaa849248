package org.kvmsh.bindings.debug;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.DebugExit;
import org.kvmsh.bindings.kvm.Vcpu;

/** The way to set breakpoints of a vCPU on one architecture (api.rst 4.87, KVM_SET_GUEST_DEBUG). */
public interface Breakpoints {
    /** Why an architecture has no breakpoints or watchpoints in its processor. */
    String NO_DEBUG_REGISTERS = "KVM does not expose this architecture's debug registers to user space";

    /**
     * The number of breakpoints that the processor itself watches for; where it cannot, they are instructions in guest
     * memory.
     */
    int inHardware(int capability);

    /** The capability whose value is their number; null if the architecture fixes it. */
    String countedBy();

    /** The number of watchpoints that the processor has. */
    int watchpoints(int capability);

    /** The capability whose value is their number; null if the architecture fixes it. */
    String watchpointsCountedBy();

    /** Whether watchpoints use the registers of breakpoints. */
    default boolean sharesRegisters() {
        return false;
    }

    /** The processor's rule that a watchpoint breaks, or null. */
    String brokenBy(Watchpoint watchpoint);

    /** Whether the guest stops before the access of a watchpoint; otherwise the instruction is done. */
    default boolean stopsBeforeAccess() {
        return false;
    }

    /**
     * The watchpoints that a debug exit is for.
     *
     * @param addresses how many breakpoints were given to {@link #watch}
     * @param data the watchpoints that were
     */
    List<WatchHit> hits(DebugExit exit, int addresses, List<Watchpoint> data);

    /** The flag of KVM_SET_GUEST_DEBUG that has the processor watch. */
    default String watching() {
        return "KVM_GUESTDBG_USE_HW_BP";
    }

    /** The capability without which KVM takes a single step and does not make it; null if it always does. */
    default String stepping() {
        return null;
    }

    /** The flag of KVM_SET_GUEST_DEBUG that has breakpoint instructions leave the guest. */
    default String leaving() {
        return "KVM_GUESTDBG_USE_SW_BP";
    }

    /** Whether kvmsh can make the single steps that KVM does not, by breakpoint instructions at {@link #successors}. */
    default boolean hasSuccessors() {
        return false;
    }

    /**
     * The addresses at which a guest can be after an instruction, other than that of the instruction itself; asked only
     * where {@link #hasSuccessors}.
     *
     * @param at the instruction's address, where the vCPU is
     * @param code its bytes, and maybe more
     */
    default Set<Long> successors(Vcpu vcpu, long at, byte... code) {
        throw new IllegalStateException("this architecture single-steps in hardware");
    }

    /** The breakpoint instruction as guest memory has it. */
    byte[] instruction(Vcpu vcpu);

    /** Whether a debug exit is that of a breakpoint instruction, kvmsh's or the guest's. */
    default boolean isInstruction(DebugExit exit) {
        return false;
    }

    /** Whether the guest's own code at the pc of such an exit begins with a breakpoint instruction. */
    default boolean isInstruction(byte... code) {
        return false;
    }

    /**
     * Has the guest take the exception of its own breakpoint instruction, which KVM_SET_GUEST_DEBUG makes an exit
     * instead; at the latest when the vCPU next enters the guest.
     *
     * @return false if kvmsh cannot do this in the vCPU's mode
     */
    default boolean deliver(Vcpu vcpu, DebugExit exit) {
        return false;
    }

    /**
     * The flag of KVM_SET_GUEST_DEBUG that holds interrupts back during a single step, so that the step does not end in
     * an interrupt handler; null if there is none.
     */
    default String holdingInterrupts() {
        return null;
    }

    /** Puts breakpoints and watchpoints of the processor into a struct kvm_guest_debug. */
    void watch(Argument debug, Collection<Long> addresses, List<Watchpoint> data);

    /** KVM_SET_GUEST_DEBUG. */
    static void set(
            Vcpu vcpu,
            Breakpoints breakpoints,
            boolean step,
            Collection<Long> watched,
            List<Watchpoint> data,
            boolean instructions) {
        set(vcpu, breakpoints, step, 0, watched, data, instructions);
    }

    /**
     * KVM_SET_GUEST_DEBUG.
     *
     * @param holds the flags of a step beside KVM_GUESTDBG_SINGLESTEP
     */
    static void set(
            Vcpu vcpu,
            Breakpoints breakpoints,
            boolean step,
            long holds,
            Collection<Long> watched,
            List<Watchpoint> data,
            boolean instructions) {
        Abi abi = vcpu.kernel().abi();
        long control = step ? abi.constant("KVM_GUESTDBG_SINGLESTEP") | holds : 0;
        boolean inProcessor = !watched.isEmpty() || !data.isEmpty();
        control |= !inProcessor ? 0 : abi.constant(breakpoints.watching());
        control |= instructions ? abi.constant(breakpoints.leaving()) : 0;
        control |= control == 0 ? 0 : abi.constant("KVM_GUESTDBG_ENABLE");
        try (Argument debug = Argument.of(vcpu.kernel(), "kvm_guest_debug")) {
            if (inProcessor) {
                breakpoints.watch(debug, watched, data);
            }
            vcpu.ioctl("KVM_SET_GUEST_DEBUG", debug.set("control", control)).get();
        }
    }
}
