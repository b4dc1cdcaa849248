package org.kvmsh.bindings.debug;

import java.util.Collection;
import java.util.Set;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Vcpu;

/** How breakpoints of a vCPU are set on one architecture (api.rst 4.87, KVM_SET_GUEST_DEBUG). */
public interface Breakpoints {
    static Breakpoints of(Abi abi) {
        return GuestDebugging.of(abi).breakpoints().apply(abi);
    }

    /** How many the processor itself watches for; where it cannot, they are instructions in guest memory. */
    int inHardware(int capability);

    /** The capability whose value is their number; null if the architecture fixes it. */
    String countedBy();

    /** How many writes the processor watches for. */
    int watchpoints(int capability);

    /** The capability whose value is their number; null if the architecture fixes it. */
    String watchpointsCountedBy();

    /** Puts an address whose writes the processor is to watch for into a struct kvm_guest_debug. */
    void watchWrites(Argument debug, long address);

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
     * Where a guest can be after an instruction, other than at the instruction itself; asked only where {@link #hasSuccessors}.
     *
     * @param at   the instruction's address, where the vCPU is
     * @param code its bytes, and maybe more
     */
    default Set<Long> successors(Vcpu vcpu, long at, byte... code) {
        throw new IllegalStateException("this architecture single-steps in hardware");
    }

    /** The breakpoint instruction as guest memory has it. */
    byte[] instruction(Vcpu vcpu);

    /** Puts addresses that the processor is to watch for into a struct kvm_guest_debug. */
    void watch(Argument debug, Collection<Long> addresses);

    /** KVM_SET_GUEST_DEBUG. */
    static void set(Vcpu vcpu, Breakpoints breakpoints, boolean step, Collection<Long> watched, boolean instructions) {
        Abi abi = vcpu.kernel().abi();
        long control = step ? abi.constant("KVM_GUESTDBG_SINGLESTEP") : 0;
        control |= watched.isEmpty() ? 0 : abi.constant(breakpoints.watching());
        control |= instructions ? abi.constant(breakpoints.leaving()) : 0;
        control |= control == 0 ? 0 : abi.constant("KVM_GUESTDBG_ENABLE");
        try (Argument debug = Argument.of(vcpu.kernel(), "kvm_guest_debug")) {
            if (!watched.isEmpty()) {
                breakpoints.watch(debug, watched);
            }
            vcpu.ioctl("KVM_SET_GUEST_DEBUG", debug.set("control", control)).get();
        }
    }
}
