package org.kvmsh.bindings.linux;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The thread that is inside KVM_RUN of one vCPU, so that another can stop it.
 *
 * <p>A thread that is being signaled may not leave, and so not end, before the signal is sent: pthread_kill(3) of a
 * thread that is gone is undefined.
 */
final class VcpuThread {
    private static final int OUTSIDE = 0;
    private static final int INSIDE = 1;
    private static final int BEING_SIGNALLED = 2;

    private final AtomicInteger state = new AtomicInteger(OUTSIDE);
    private final NativeRegion run;
    private final long immediateExit;
    private long thread;
    private Thread owner;

    VcpuThread(NativeRegion run, long immediateExit) {
        this.run = run;
        this.immediateExit = immediateExit;
    }

    void enter() {
        Thread current = Thread.currentThread();
        if (owner != current) {
            thread = Libc.pthread_self();
            owner = current;
        }
        state.set(INSIDE);
    }

    void leave() {
        while (!state.compareAndSet(INSIDE, OUTSIDE)) {
            Thread.onSpinWait();
        }
    }

    /**
     * The order matters: a signal before KVM_RUN checks immediate_exit would be lost. A vCPU may be closed by its own
     * thread just now: there is nothing to stop then.
     */
    void kick() {
        if (run.putByteIfOpen(immediateExit, (byte) 1) && state.compareAndSet(INSIDE, BEING_SIGNALLED)) {
            Libc.pthread_kill(thread, Libc.SIGURG);
            state.set(INSIDE);
        }
    }

    /** One kick stops one KVM_RUN. */
    void taken() {
        run.putByte(immediateExit, (byte) 0);
    }
}
