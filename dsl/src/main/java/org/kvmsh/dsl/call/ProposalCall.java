package org.kvmsh.dsl.call;

import java.util.List;
import java.util.function.Consumer;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kvm.BorrowedFile;
import org.kvmsh.bindings.proposal.Asked;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Word;

/** An ioctl as a script's proposal gets it: {@code arg.size}, {@code arg.value = 3}, {@code arg.vm.ioctl}. */
public final class ProposalCall {
    /** A name that no field of a patch's struct has: Groovy would use it instead of the field. */
    private final Asked askedOfProposal;

    private final Object stateOfProposal;
    private final Consumer<AutoCloseable> keeperOfProposal;

    /** @param keeper takes what calls on the kernel below make and what must be closed with the script */
    ProposalCall(Asked asked, Object state, Consumer<AutoCloseable> keeper) {
        this.askedOfProposal = asked;
        this.stateOfProposal = state;
        this.keeperOfProposal = keeper;
    }

    @Word(
            value = "the VM that the ioctl was issued on, or the vCPU's VM; ioctls on this object go to the"
                    + " board's kernel",
            example = "proposal(KVM_PPC_SET_PLATFORM) { arg -> arg.vm.ioctl KVM_CHECK_EXTENSION, KVM_CAP_PPC_PAPR }",
            js = "proposal(KVM_PPC_SET_PLATFORM, arg => arg.vm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_PPC_PAPR))")
    public IoctlScope getVm() {
        if (askedOfProposal.vm() == null) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    askedOfProposal.ioctl() + " is issued on " + FdKind.SYSTEM.phrase() + ", so it has no VM",
                    "try: arg.kvm");
        }
        return scope(FdKind.VM, askedOfProposal.vm().fd());
    }

    @Word(
            value = "the vCPU that the ioctl was issued on; ioctls on this object go to the board's kernel",
            example = "proposal(KVM_NMI) { arg -> arg.vcpu.ioctl KVM_GET_REGS; 0 " + "}",
            js = "proposal(KVM_NMI, arg => { arg.vcpu.ioctl(KVM_GET_REGS) })")
    public IoctlScope getVcpu() {
        return only(FdKind.VCPU);
    }

    @Word(
            value = "/dev/kvm, if the ioctl was issued on it; ioctls on this object go to the board's kernel",
            example = "proposal(KVM_GET_API_VERSION) { arg -> arg.kvm.ioctl KVM_CHECK_EXTENSION, KVM_CAP_NR_VCPUS }",
            js = "proposal(KVM_GET_API_VERSION, arg => arg.kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_NR_VCPUS))")
    public IoctlScope getKvm() {
        return only(FdKind.SYSTEM);
    }

    @Word(
            value = "the state that the proposal keeps for this VM, by name; initially empty",
            example = "proposal(KVM_PPC_SET_PLATFORM) { arg -> arg.state.arch = arg.guest_arch; 0 }",
            js = "proposal(KVM_PPC_SET_PLATFORM, arg => { arg.state.arch = arg.guest_arch })")
    public Object getState() {
        return stateOfProposal;
    }

    /** The ioctl that was called. */
    public String nameOfIoctl() {
        return askedOfProposal.ioctl().name();
    }

    private IoctlScope only(FdKind kind) {
        if (!askedOfProposal.ioctl().on().contains(kind)) {
            FdKind other = askedOfProposal.ioctl().on().iterator().next();
            throw new ScriptError(
                    Site.UNKNOWN,
                    askedOfProposal.ioctl() + " is issued on " + other.phrase() + ", not on " + kind.phrase(),
                    "try: arg." + (other == FdKind.VCPU ? "vcpu" : "vm"));
        }
        return scope(kind, askedOfProposal.fd());
    }

    private IoctlScope scope(FdKind kind, int fd) {
        Kernel below = askedOfProposal.below();
        return new IoctlScope(new BorrowedFile(below, kind, fd), keeperOfProposal);
    }

    /** {@code arg.size}: a field of the argument, or {@code arg.value} of one that is a number. */
    public Object get(String name) {
        return argument().get(name);
    }

    /** {@code arg.value = 3}: what the caller finds in its struct. */
    public void set(String name, Object value) {
        argument().set(name, value);
    }

    /** Whether a field has 64 bits. */
    public boolean isWide(String name) {
        return argument().isWide(name);
    }

    /** The names of the argument's fields. */
    public List<String> names() {
        return argument().names();
    }

    private ProposalArgument argument() {
        return new ProposalArgument(askedOfProposal);
    }

    @Override
    public String toString() {
        return askedOfProposal.ioctl() + " " + argument();
    }
}
