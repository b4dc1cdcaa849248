package org.kvmsh.bindings.kvm;

import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.ExitAnswers;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kernel.Mapped;
import org.kvmsh.bindings.kernel.Region;
import org.kvmsh.bindings.kvm.rules.Diagnosis;
import org.kvmsh.bindings.kvm.rules.Rulebook;
import org.kvmsh.bindings.kvm.state.CreatedVcpu;
import org.kvmsh.bindings.kvm.state.VmState;

/**
 * A virtual processor's file descriptor and its kvm_run. Source: Documentation/virt/kvm/api.rst, "vcpu ioctl". On x86:
 *
 * <pre>{@code
 * try (Board board = new Boards(System.getenv()).open("kvm");
 *      Vm vm = board.kvm().createVm(0).get();
 *      Region memory = board.kernel().allocate(0x10000).region()) {
 *     byte[] code = {0x00, (byte) 0xd8, (byte) 0xf4};                          // add %bl, %al; hlt
 *     memory.write(0x1000, code);
 *     vm.setUserMemoryRegion(0, 0, 0x10000, memory).get();
 *     try (Vcpu vcpu = vm.createVcpu(0, board.kvm().vcpuMmapSize().get()).get();
 *          Argument sregs = Argument.of(vcpu.kernel(), "kvm_sregs");
 *          Argument regs = Argument.of(vcpu.kernel(), "kvm_regs")) {
 *         vcpu.getSregs(sregs).get();
 *         vcpu.setSregs(sregs.set("cs.base", 0).set("cs.selector", 0)).get();
 *         vcpu.setRegs(regs.set("rip", 0x1000).set("rflags", 2).set("rax", 2).set("rbx", 3)).get();
 *         int result = vcpu.run();
 *         vcpu.getRegs(regs).get();
 *         System.out.println(result + " " + vcpu.exit().name());               // prints: 0 hlt
 *         System.out.println("rax " + regs.get("rax"));                        // prints: rax 5
 *     }
 * }
 * }</pre>
 */
public final class Vcpu extends KvmFile {
    private final Vm vm;
    private boolean ownsDescriptor;
    private final KvmRun page;
    /** Answers exits; may be null. */
    private AnsweredExits answers;

    private boolean isAnsweredByBoard;
    private ExitAnswers given;
    /** Whether every exit is to come here, also one that the board can answer. */
    private boolean isAnsweredHere;

    private boolean isDraining;
    private boolean isDrainedByBoard;

    private Vcpu(Vm vm, int fd, boolean ownsDescriptor, Region run) {
        super(vm.kernel(), FdKind.VCPU, fd, vm.comparison());
        this.vm = vm;
        this.ownsDescriptor = ownsDescriptor;
        this.page = new KvmRun(vm.kernel().abi(), run, this);
        knowRun();
    }

    private void knowRun() {
        if (vm.vm().part(fd()) instanceof CreatedVcpu state) {
            state.runIsKnownBy(page::hasExited);
        }
    }

    /** Takes the place of a vCPU of another VM, which has exchanged its state with this one's VM. */
    void exchange(Vcpu other) {
        super.exchange(other);
        page.exchange(other.page);
        boolean owned = ownsDescriptor;
        ownsDescriptor = other.ownsDescriptor;
        other.ownsDescriptor = owned;
        knowRun();
        other.knowRun();
        isDraining = false;
        if (given != null) {
            answer(given);
        }
    }

    /** @param ownsDescriptor whether the descriptor is closed with the vCPU, and where it cannot be mapped */
    static IoctlResult<Vcpu> map(Vm vm, int fd, boolean ownsDescriptor, int mmapSize) {
        Kernel kernel = vm.kernel();
        Mapped mapped = kernel.map(fd, mmapSize, 0);
        if (mapped.region() == null) {
            if (ownsDescriptor) {
                kernel.close(fd);
            }
            return IoctlResult.refused(new Refusal(
                    "mmap",
                    FdKind.VCPU,
                    "size " + mmapSize,
                    mapped.errno(),
                    () -> Rulebook.known(kernel.abi(), "mmap", mapped.errno())));
        }
        return IoctlResult.of(new Vcpu(vm, fd, ownsDescriptor, mapped.region()));
    }

    /** The VM that it belongs to. */
    public Vm owner() {
        return vm;
    }

    /**
     * KVM_RUN (api.rst 4.10), on the calling thread.
     *
     * @return 0 at an exit, 1 where {@link #answer} has answered it, or a negated errno; see {@link Kernel#run}
     */
    public int run() {
        beginDraining();
        int result = kernel().run(fd());
        drain();
        return result == 0 && answers != null && !isAnsweredByBoard && answers.take(page.exit()) ? 1 : result;
    }

    /** KVM_RUN by its name is the same call. */
    @Override
    public IoctlResult<Integer> ioctl(String name, long value) {
        if (!name.equals("KVM_RUN")) {
            return super.ioctl(name, value);
        }
        beginDraining();
        IoctlResult<Integer> result = super.ioctl(name, value);
        drain();
        return result;
    }

    private void beginDraining() {
        if (!isDraining && vm.vm().coalesces()) {
            isDrainedByBoard = vm.coalesced().isDrainedByBoard(this);
            isDraining = true;
        }
    }

    /**
     * Drains the coalesced writes, also if the first zone was created while this vCPU was inside KVM_RUN, and if
     * KVM_RUN returned an errno.
     */
    private void drain() {
        if (vm.vm().coalesces() && !(isDraining && isDrainedByBoard)) {
            vm.coalesced().drain(this, page);
        }
    }

    /** Passes a write to its receiver; false if there is none. */
    boolean isAnswered(Exit write) {
        return answers != null && answers.has(write);
    }

    /** Answers exits from a table from the next KVM_RUN on: on the board if that saves a round trip, otherwise here. */
    public void answer(ExitAnswers table) {
        given = table;
        answers = new AnsweredExits(kernel().abi(), table);
        isAnsweredByBoard = kernel().answer(fd(), isAnsweredHere ? new ExitAnswers(List.of(), table.sink()) : table)
                && !isAnsweredHere;
    }

    /**
     * Whether every exit must be returned here: a board that answers exits re-enters the guest by itself, which must
     * not happen while it is stepped.
     */
    public void answerHere(boolean wanted) {
        if (isAnsweredHere != wanted) {
            isAnsweredHere = wanted;
            if (given != null) {
                answer(given);
            }
        }
    }

    /**
     * Whether the VM supports a capability: KVM_CHECK_EXTENSION on it returns more than 0.
     *
     * @throws java.util.NoSuchElementException if the board's ABI has no such capability
     */
    public boolean has(String capability) {
        IoctlResult<Integer> answer = CallOrigin.PROBING.during(
                () -> vm.ioctl("KVM_CHECK_EXTENSION", kernel().abi().constant(capability)));
        return answer.ok() && answer.value() > 0;
    }

    /** The vCPU's kvm_run, for the caller's use between two KVM_RUNs; the vCPU frees it. */
    public Region kvmRun() {
        return page.region();
    }

    /** Why KVM_RUN returned 0; a view of kvm_run that holds until the next one. */
    public Exit exit() {
        return page.exit();
    }

    /** Copies {@link #exit}, so that it is valid beyond the next KVM_RUN. */
    public void keep(Exit exit, KeptExit into) {
        page.keep(exit, into);
    }

    /** Stops the KVM_RUN that is under way, or the next one; any thread may call it. */
    public void kick() {
        kernel().kick(fd());
    }

    /** Whether immediate_exit is set: the next KVM_RUN returns -EINTR. */
    public boolean isToExit() {
        return page.isImmediateExit();
    }

    /** Sets immediate_exit, or clears it. */
    public void toExit(boolean wanted) {
        page.setImmediateExit(wanted);
    }

    /**
     * Lets the kernel finish the last exit without entering the guest: KVM_RUN with immediate_exit, which api.rst names
     * for exits of IO, MMIO and hypercalls.
     *
     * @return as {@link #run}: -EINTR if nothing else happened, 0 if completing caused another exit, such as a single
     *     step's
     */
    public int complete() {
        page.setImmediateExit(true);
        return CallOrigin.COMPLETING.during(this::run);
    }

    /**
     * KVM_GET_REGS (api.rst 4.11).
     *
     * @param regs a struct of kvm_regs, which the kernel fills in
     * @return 0, or a refusal: EINVAL on arm64 and riscv64, whose registers are read with {@link OneReg}; EIO if the VM
     *     is of another process
     */
    public IoctlResult<Integer> getRegs(Argument regs) {
        return ioctl("KVM_GET_REGS", regs);
    }

    /**
     * KVM_SET_REGS (api.rst 4.12).
     *
     * @param regs a struct of kvm_regs
     * @return 0, or a refusal: EINVAL on arm64 and riscv64, whose registers are written with {@link OneReg}; EIO if the
     *     VM is of another process
     */
    public IoctlResult<Integer> setRegs(Argument regs) {
        return ioctl("KVM_SET_REGS", regs);
    }

    /**
     * KVM_GET_SREGS (api.rst 4.13).
     *
     * @param sregs a struct of kvm_sregs, which the kernel fills in
     * @return 0, or a refusal: EINVAL on an architecture without special registers of this kind; EIO if the VM is of
     *     another process
     */
    public IoctlResult<Integer> getSregs(Argument sregs) {
        return ioctl("KVM_GET_SREGS", sregs);
    }

    /**
     * KVM_SET_SREGS (api.rst 4.14).
     *
     * @param sregs a struct of kvm_sregs
     * @return 0, or a refusal: EINVAL for values that the kernel does not accept; EIO if the VM is of another process
     */
    public IoctlResult<Integer> setSregs(Argument sregs) {
        return ioctl("KVM_SET_SREGS", sregs);
    }

    /**
     * Reads kvm_sregs, lets a function change fields of it, and writes it back.
     *
     * @throws KvmException if the kernel refuses KVM_GET_SREGS or KVM_SET_SREGS
     */
    public void changeSregs(Consumer<Argument> change) {
        try (Argument sregs = Argument.of(kernel(), "kvm_sregs")) {
            getSregs(sregs).get();
            change.accept(sregs);
            setSregs(sregs).get();
        }
    }

    /**
     * Whether KVM itself waits for an interrupt where the vCPU halts, so that HLT is no exit of KVM_RUN (api.rst 5,
     * KVM_EXIT_HLT).
     */
    public boolean haltsInKernel() {
        return vm.vm().hasIrqchip() || vm.vm().hasSplitIrqchip();
    }

    /** Whether KVM_RUN has returned from the guest. */
    public boolean hasRun() {
        return page.hasExited();
    }

    /**
     * Why KVM_RUN returned an errno.
     *
     * @param errno the positive error number
     */
    public Diagnosis whyRefused(int errno) {
        return diagnose("KVM_RUN", errno);
    }

    @Override
    Lock place() {
        return vm.place();
    }

    @Override
    VmState vm() {
        return vm.vm();
    }

    @Override
    int asksCapabilities() {
        return vm.fd();
    }

    @Override
    boolean cannotAsk() {
        return vm.isClosed();
    }

    @Override
    public void close() {
        if (!isClosed() && vm.vm().part(fd()) instanceof CreatedVcpu state) {
            boolean hasRun = page.hasExited();
            state.runIsKnownBy(() -> hasRun);
        }
        page.close();
        if (ownsDescriptor) {
            super.close();
        }
    }
}
