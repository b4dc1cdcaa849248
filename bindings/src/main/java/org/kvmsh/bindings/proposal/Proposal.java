package org.kvmsh.bindings.proposal;

import java.util.Set;
import java.util.function.IntSupplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Kvm;
import org.kvmsh.bindings.kvm.Probing;

/**
 * An ioctl that a patch proposes, with its meaning, or a capability of KVM_ENABLE_CAP. It is asked where the kernel
 * below has no such ioctl; what it answers is what a kernel answers, 0 or more, or a negated errno.
 */
public interface Proposal {
    /** The ioctl's name, which {@link #over} defines. */
    String ioctl();

    /** What it is a proposal for: the ioctl, or a capability that the ioctl enables. */
    default String name() {
        return ioctl();
    }

    /** Whether the kernel below has what it proposes. */
    default boolean isIn(Kvm below, Abi headers) {
        return Probing.has(below, headers.ioctl(ioctl()));
    }

    /** Whether it handles a call of its ioctl; the kernel below gets the others. */
    default boolean takes(Asked asked) {
        return true;
    }

    /** The headers of the kernel below with what the patch adds: by default, what rfc.tsv has of the ioctl. */
    default Abi over(Abi below) {
        return below.proposed(ioctl());
    }

    /**
     * Whether a kernel of the patch's time, in this kernel's place, would have the ioctl. Called once, before the first
     * call on a VM. It may create a VM only if {@link Probing#isSafe} is true for the ioctl, which needs one anyway.
     *
     * @param below what the proposal is in front of
     */
    default boolean isFor(Kvm below) {
        return true;
    }

    /** The ioctl. */
    int answer(Asked asked);

    /**
     * Whether the call can be tried on a VM that is closed at once: what a script answers may have effects of its own.
     */
    default boolean canBeTried() {
        return true;
    }

    /**
     * KVM_CHECK_EXTENSION of a capability by its number; null to leave it to the kernel.
     *
     * @param abi has what {@link #over} adds
     */
    default Integer capability(Abi abi, long number) {
        return null;
    }

    /** A vCPU was created on the kernel below: 0, or the negated errno with which its creation fails anyway. */
    default int vcpuMade(ProposedVm vm, int vcpuFd) {
        return 0;
    }

    /** KVM_RUN comes for the first time in this VM. */
    default void firstRun(ProposedVm vm) {}

    /** The ioctls of the VM, by name, that {@link #around} handles. */
    default Set<String> watches() {
        return Set.of();
    }

    /**
     * Wraps another ioctl of the VM.
     *
     * @param asked that ioctl
     * @param below makes the call; if it is not called, the result of this method is the refusal
     */
    default int around(Asked asked, IntSupplier below) {
        return below.getAsInt();
    }

    /** The VM's last descriptor was closed. */
    default void gone(ProposedVm vm) {}
}
