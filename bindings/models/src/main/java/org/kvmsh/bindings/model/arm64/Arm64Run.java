package org.kvmsh.bindings.model.arm64;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Region;

/**
 * KVM_RUN of a vCPU: the processor until an exit, and what an exit still owes when it is entered again. Source:
 * arch/arm64/kvm/arm.c, handle_exit.c, mmio.c, debug.c.
 */
final class Arm64Run {
    /** The number of instructions between two checks for a request to stop the vCPU. */
    private static final int BETWEEN_LOOKS = 1024;

    private static final int GOES_ON = 1;

    private final Abi abi;
    private final Struct layout;
    private final Arm64Vm vm;
    private final Arm64Vcpu vcpu;
    private final A64State state;
    private final Arm64Debug debug;
    private final A64Processor processor;
    private final Psci psci;
    /** A load or store that user space answers; it is complete when KVM_RUN is entered again. */
    private A64Event owed;

    private boolean waits;
    /** The syndrome of a step that is done, or 0. */
    private long stepDone;

    private boolean hasRun;
    private volatile boolean isKicked;
    private volatile boolean irq;
    private volatile boolean fiq;

    Arm64Run(Abi abi, Arm64Vm vm, Arm64Vcpu vcpu, A64State state, Arm64Debug debug) {
        this.abi = abi;
        this.layout = abi.struct("kvm_run");
        this.vm = vm;
        this.vcpu = vcpu;
        this.state = state;
        this.debug = debug;
        this.processor = new A64Processor(state, new A64Memory(vm.memslots(), vm.vgic(), vm.addressBits(), debug));
        this.psci = new Psci(abi, vm);
    }

    void reset() {
        waits = false;
        owed = null;
        stepDone = 0;
    }

    /** guest.c, kvm_arch_vcpu_ioctl_set_guest_debug: a pending step is dropped once the guest is no longer debugged. */
    void debugChanged() {
        stepDone = debug.isOn() ? stepDone : 0;
    }

    synchronized void wake() {
        notifyAll();
    }

    void kick() {
        isKicked = true;
        wake();
    }

    /** KVM_IRQ_LINE of a vCPU's own line, where the VM has no interrupt controller. */
    void setLine(boolean isFast, boolean level) {
        if (isFast) {
            fiq = level;
        } else {
            irq = level;
        }
        wake();
    }

    /** Called with the vCPU's lock held. */
    int enter() {
        if (!hasRun) {
            vm.vgic().mapResources();
            hasRun = true;
        }
        Region run = vcpu.runPage();
        complete(run);
        boolean leaves = run.getByte(layout.offset("immediate_exit")) != 0;
        if (leaves | takeKick()) {
            run.putByte(layout.offset("immediate_exit"), (byte) 0);
            return Errno.EINTR.negative();
        }
        reason(run, "KVM_EXIT_UNKNOWN");
        for (; ; ) {
            vcpu.takeReset();
            if (takeKick()) {
                reason(run, "KVM_EXIT_INTR");
                return Errno.EINTR.negative();
            }
            if (sleeps()) {
                continue;
            }
            int result = vm.memslots().during(() -> some(run));
            if (result != GOES_ON) {
                return result;
            }
        }
    }

    private boolean takeKick() {
        boolean kicked = isKicked;
        isKicked = false;
        return kicked;
    }

    /**
     * Waits while the vCPU is off, or in WFI without an interrupt; true if it did, or was kicked. WFI does not ask
     * whether the interrupt is masked.
     */
    private synchronized boolean sleeps() {
        boolean slept = false;
        boolean interrupted = false;
        while (!isKicked && (vcpu.isStopped() || waits && !irq && !fiq)) {
            slept = true;
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        waits &= vcpu.isStopped();
        return slept || isKicked;
    }

    private int some(Region run) {
        state.system.load();
        for (int i = 0; i < BETWEEN_LOOKS; i++) {
            if (stepDone != 0) {
                long syndrome = stepDone;
                stepDone = 0;
                return stopped(run, syndrome);
            }
            if (irq || fiq) {
                processor.interrupt(irq, fiq);
            }
            if (debug.stopsAt(state.pc)) {
                return stopped(run, Arm64Debug.BREAKPOINT);
            }
            processor.step();
            if (debug.steps() && state.event != null && state.event.kind() == A64Event.Kind.WFI) {
                // On QEMU a step does not wait in WFI.
                state.event = null;
                state.pc = state.next;
            }
            int result = state.event == null ? GOES_ON : handle(state.event, run);
            if (result != GOES_ON) {
                return result;
            }
            stepDone = !debug.steps() ? 0 : state.event == null ? Arm64Debug.STEPPED : Arm64Debug.STEP;
            if (waits || vcpu.isStopped()) {
                return GOES_ON;
            }
        }
        return GOES_ON;
    }

    private int handle(A64Event event, Region run) {
        switch (event.kind()) {
            case LOAD, STORE -> {
                return device(event, run);
            }
            case UNDESCRIBED -> {
                return Errno.ENOSYS.negative();
            }
            case WATCHED -> {
                run.putLong(layout.offset("debug.arch.far"), event.address());
                return stopped(run, Arm64Debug.watchpoint(event.value() != 0));
            }
            case BRK -> {
                if (debug.isOn()) {
                    return stopped(run, A64Processor.breakpointSyndrome(event.value()));
                }
                processor.breakpoint(event.value());
            }
            case SVC -> processor.supervisorCall(event.value());
            case SMC -> {
                state.x[0] = -1;
                state.pc = state.next;
            }
            case WFI -> {
                state.pc = state.next;
                waits = true;
            }
            default -> {
                Psci.Then then = psci.call(vcpu, state);
                state.pc = state.next;
                return then(then, run);
            }
        }
        return GOES_ON;
    }

    private int then(Psci.Then then, Region run) {
        switch (then) {
            case WAIT -> waits = true;
            case STOP -> vcpu.stop();
            case SHUTDOWN -> {
                return systemEvent(run, "KVM_SYSTEM_EVENT_SHUTDOWN");
            }
            case RESET -> {
                return systemEvent(run, "KVM_SYSTEM_EVENT_RESET");
            }
            default -> {}
        }
        return GOES_ON;
    }

    /** psci.c, kvm_prepare_system_event: all vCPUs are off, and the caller decides the result. */
    private int systemEvent(Region run, String type) {
        vm.stopAll();
        reason(run, "KVM_EXIT_SYSTEM_EVENT");
        int start = layout.offset("system_event.type");
        run.write(start, new byte[abi.struct("kvm_run.system_event").size()]);
        run.putInt(start, (int) abi.constant(type));
        run.putInt(layout.offset("system_event.ndata"), 1);
        return 0;
    }

    /** mmio.c, io_mem_abort. */
    private int device(A64Event event, Region run) {
        boolean stores = event.kind() == A64Event.Kind.STORE;
        reason(run, "KVM_EXIT_MMIO");
        run.putLong(layout.offset("mmio.phys_addr"), event.address());
        run.putInt(layout.offset("mmio.len"), event.bytes());
        run.putByte(layout.offset("mmio.is_write"), (byte) (stores ? 1 : 0));
        if (stores) {
            run.put(layout.offset("mmio.data"), event.bytes(), event.value());
        }
        owed = event;
        return 0;
    }

    /** mmio.c, kvm_handle_mmio_return: only now the load gets its value, and the program counter advances. */
    private void complete(Region run) {
        if (owed == null || run.getInt(layout.offset("exit_reason")) != abi.constant("KVM_EXIT_MMIO")) {
            return;
        }
        if (owed.kind() == A64Event.Kind.LOAD) {
            long value = run.get(layout.offset("mmio.data"), owed.bytes());
            state.set(
                    owed.target(),
                    owed.signExtends() ? A64Bits.signExtend(value, owed.bytes() * Byte.SIZE) : value,
                    owed.is64());
        }
        state.pc += A64Processor.INSTRUCTION;
        owed = null;
        stepDone = debug.steps() ? Arm64Debug.STEP : 0;
    }

    /** handle_exit.c, kvm_handle_guest_debug; it leaves far alone unless a watchpoint was hit. */
    private int stopped(Region run, long syndrome) {
        reason(run, "KVM_EXIT_DEBUG");
        run.putInt(layout.offset("debug.arch.hsr"), (int) syndrome);
        run.putInt(layout.offset("debug.arch.hsr_high"), 0);
        run.putShort(layout.offset("flags"), (short) abi.constant("KVM_DEBUG_ARCH_HSR_HIGH_VALID"));
        return 0;
    }

    private void reason(Region run, String name) {
        run.putInt(layout.offset("exit_reason"), (int) abi.constant(name));
        run.putShort(layout.offset("flags"), (short) 0);
    }
}
