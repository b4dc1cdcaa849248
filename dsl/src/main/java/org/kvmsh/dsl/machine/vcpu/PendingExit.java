package org.kvmsh.dsl.machine.vcpu;

import java.util.LinkedHashMap;
import java.util.Map;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.Vcpu;

/**
 * The pending completion of a vCPU's last exit. The operations of exits of IO, MMIO, hypercalls and their like are
 * complete, and the guest's state is consistent, only when user space has entered KVM_RUN again (api.rst 5, The kvm_run
 * structure); with immediate_exit it does so without running the guest. Registers that are written before that would be
 * undone by the completion, so they wait here.
 *
 * <pre>
 * NONE ── came ──▶ AT_HANDLER ── answered ──▶ ANSWERED ── KVM_RUN fails, complete ──▶ NONE
 *                      └── keep ──▶ KEPT ── take ──▶ ANSWERED, and it comes again
 * </pre>
 */
public final class PendingExit {
    private enum State {
        /** The registers are the guest's own. */
        NONE,
        /** A handler is under way: what it writes to registers waits for its answer. */
        AT_HANDLER,
        /** The answer is in kvm_run, and the next KVM_RUN completes the exit. */
        ANSWERED,
        /** It came after the run's end: the handlers of the next run answer it. */
        KEPT
    }

    private final Vcpu vcpu;
    private volatile State state = State.NONE;
    private Exit kept;
    /** KVM_RUN's result when it completed the last exit. */
    private int completed;
    /**
     * The registers to be written when the exit is complete, in the order of the first writes; the vCPU's turn guards
     * it.
     */
    private final Map<String, Long> registers = new LinkedHashMap<>();

    PendingExit(Vcpu vcpu) {
        this.vcpu = vcpu;
    }

    /** KVM_RUN returned an exit that is not answered yet. */
    public void came() {
        state = State.AT_HANDLER;
    }

    /** Whether an exit's handler is under way. */
    public boolean isAtHandler() {
        return state == State.AT_HANDLER;
    }

    /** The exit has its answer. */
    public void answered() {
        state = State.ANSWERED;
    }

    /** Its handler failed: what it wrote to registers is lost with the machine. */
    public void failed() {
        state = State.ANSWERED;
        registers.clear();
    }

    /** KVM_RUN was called outside of a run, and returned an exit without a handler. */
    public void ranByName() {
        state = State.ANSWERED;
        kept = null;
    }

    /** KVM_RUN returned an errno: it completed the exit before, and there is no new one. */
    public void refused() {
        state = State.NONE;
    }

    /** Keeps an exit that came after the run's end. */
    public void keep(Exit exit) {
        kept = exit;
        state = State.KEPT;
    }

    /** Removes and returns the kept exit, or null. */
    public Exit take() {
        if (state != State.KEPT) {
            return null;
        }
        Exit taken = kept;
        kept = null;
        state = State.ANSWERED;
        return taken;
    }

    /**
     * Has the kernel complete the exit, so that it can't undo a write to a register; never before its handler is done.
     * The vCPU is outside KVM_RUN.
     *
     * @return KVM_RUN's result, even if the exit was completed before: 0 for another exit, which is in kvm_run
     */
    public int complete() {
        if (state == State.ANSWERED || state == State.KEPT) {
            state = State.NONE;
            kept = null;
            completed = vcpu.complete();
        }
        return completed;
    }

    /** KVM_RUN has returned; whoever runs the vCPU has not seen it yet. */
    void returned(int result) {
        if (result == 0) {
            came();
        } else if (result > 0) {
            answered();
        } else {
            refused();
        }
    }

    /** Whether the last exit lacks its answer or its completion. */
    public boolean owes() {
        return state != State.NONE;
    }

    /** Whether the last exit waits for KVM_RUN to complete it. */
    public boolean isAnswered() {
        return state == State.ANSWERED;
    }

    /** Takes what a register is to hold; the vCPU's turn is the caller's. */
    void set(String register, long value) {
        registers.put(register, value);
    }

    /** The value that a register is to hold; null if none waits. */
    Long waiting(String register) {
        return registers.get(register);
    }

    boolean hasWaiting() {
        return !registers.isEmpty();
    }

    /** The registers that wait, which are the caller's to write now. */
    Map<String, Long> takeWaiting() {
        Map<String, Long> taken = new LinkedHashMap<>(registers);
        registers.clear();
        return taken;
    }
}
