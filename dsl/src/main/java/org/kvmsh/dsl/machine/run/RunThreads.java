package org.kvmsh.dsl.machine.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.kvmsh.bindings.kernel.Uninterrupted;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;

/** The threads of one run: the first vCPU is on the caller's, each other one on its own. */
final class RunThreads {
    private final List<VcpuEngine> vcpus;
    private final List<Thread> others = new ArrayList<>();
    /** The thread of each vCPU while the run lasts; empty afterwards. */
    private final Map<VcpuEngine, Thread> threads = new HashMap<>();
    /** Whether handlers were interrupted since the run's time was over, and whether one on the caller's thread was. */
    private boolean interrupted;

    private boolean callerInterrupted;

    RunThreads(List<VcpuEngine> vcpus) {
        this.vcpus = vcpus;
    }

    /** @param loop what each vCPU does */
    synchronized void begin(Consumer<VcpuEngine> loop) {
        threads.put(vcpus.get(0), Thread.currentThread());
        for (VcpuEngine vcpu : vcpus.subList(1, vcpus.size())) {
            Thread thread = new Thread(() -> loop.accept(vcpu), "vcpu-" + vcpu.id());
            thread.setDaemon(true);
            others.add(thread);
            threads.put(vcpu, thread);
        }
    }

    void start() {
        others.forEach(Thread::start);
    }

    /** Waits for those that are not the caller's, which leave KVM_RUN when they are kicked; the run is over then. */
    void join() {
        others.forEach(Uninterrupted::join);
        over();
    }

    private synchronized void over() {
        threads.clear();
        if (callerInterrupted) {
            // It was meant for a handler that has already ended.
            Thread.interrupted();
        }
    }

    /** @param overdue whether the run's time is over; otherwise the caller's own thread is not interrupted */
    synchronized void interruptHandlers(boolean overdue) {
        threads.forEach((vcpu, thread) -> {
            boolean callers = vcpu == vcpus.get(0);
            if (vcpu.pending().isAtHandler() && (overdue || !callers)) {
                interrupted |= overdue;
                callerInterrupted |= callers;
                thread.interrupt();
            }
        });
    }

    /** Whether handlers were interrupted since the run's time was over. */
    synchronized boolean wereInterrupted() {
        return interrupted;
    }

    synchronized boolean isOwn(Thread thread) {
        return threads.containsValue(thread);
    }
}
