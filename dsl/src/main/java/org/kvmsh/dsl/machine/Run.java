package org.kvmsh.dsl.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.ErrnoRules;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.Vcpu;

/** One run of a machine: every vCPU in its own KVM_RUN loop until one of them, the time or somebody ends it. */
final class Run {
    private record End(ExitReason reason, String name, int vcpu, String detail, RuntimeException failure) { }

    private final RunRequest request;
    private final HandlerTable handlers;
    private final Console console;
    private final ExitLog log;
    private final List<MachineVcpu> vcpus;
    private final AtomicReference<End> end = new AtomicReference<>();
    private final AtomicLong exits = new AtomicLong();

    Run(RunRequest request, HandlerTable handlers, Console console, ExitLog log, List<MachineVcpu> vcpus) {
        this.request = request;
        this.handlers = handlers;
        this.console = console;
        this.log = log;
        this.vcpus = vcpus;
    }

    /** Runs the first vCPU on the calling thread and each other one on its own. */
    Outcome run() {
        long start = System.nanoTime();
        long answeredBefore = console.answered();
        log.begin(answeredBefore);
        ScheduledFuture<?> watchdog = Watchdog.after(request.within(), () -> stop(ExitReason.TIMEOUT));
        List<Thread> others = new ArrayList<>();
        for (MachineVcpu vcpu : vcpus.subList(1, vcpus.size())) {
            Thread thread = new Thread(() -> loop(vcpu), "vcpu-" + vcpu.getId());
            thread.setDaemon(true);
            others.add(thread);
        }
        if (Thread.currentThread().isInterrupted()) {
            stop(ExitReason.STOPPED);
        }
        try {
            others.forEach(Thread::start);
            loop(vcpus.get(0));
        } finally {
            watchdog.cancel(false);
            stop(ExitReason.STOPPED);
            others.forEach(Run::join);
        }
        End last = end.get();
        if (last.failure() != null) {
            throw last.failure();
        }
        return new Outcome(last.reason(), last.name(), last.vcpu(), last.detail(), exits.get() + console.answered() - answeredBefore, Duration.ofNanos(System.nanoTime() - start));
    }

    /** Waits for a vCPU's thread, which leaves KVM_RUN when it is kicked, whatever becomes of the waiting one. */
    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(1));
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the run, unless it has ended already; any thread may call it. */
    void stop(ExitReason why) {
        end(new End(why, why.toString(), vcpus.get(0).getId(), "", null), null);
    }

    /** The vCPU that ends the run is outside KVM_RUN already. */
    private void end(End how, MachineVcpu by) {
        if (end.compareAndSet(null, how)) {
            for (MachineVcpu other : vcpus) {
                if (other != by) {
                    other.vcpu().kick();
                }
            }
        }
    }

    private void loop(MachineVcpu own) {
        Vcpu vcpu = own.vcpu();
        Exit kept = own.takeUnanswered();
        if (kept != null) {
            answer(own, kept);
        }
        long taken = 0;
        while (end.get() == null) {
            int result;
            try {
                result = vcpu.run();
            } catch (BoardLost e) {
                end(new End(ExitReason.UNKNOWN, "", own.getId(), "", e), own);
                break;
            }
            if (result == 0) {
                taken++;
                answer(own, vcpu.exit());
            } else if (result > 0) {
                answered(own);
            } else {
                own.owes(false);
                if (result != Errno.EINTR.negative()) {
                    end(new End(ExitReason.UNKNOWN, "", own.getId(), "", refused(own, -result)), own);
                }
            }
        }
        exits.addAndGet(taken);
    }

    private static KvmException refused(MachineVcpu vcpu, int errno) {
        String rule = ErrnoRules.rule(vcpu.vcpu().kernel().abi(), "KVM_RUN", errno);
        return new KvmException("KVM_RUN of vCPU " + vcpu.getId() + " gave " + Errno.describe(errno) + (rule == null ? "" : "\n  rule: " + rule), errno);
    }

    /** Exits that had their answer where the guest runs: what came of them may be what the run waits for. */
    private void answered(MachineVcpu own) {
        own.owes(true);
        if (request.condition() == null) {
            return;
        }
        try {
            synchronized (handlers) {
                if (end.get() == null && request.isConditionMet()) {
                    end(new End(ExitReason.CONDITION, "condition", own.getId(), "condition met", null), own);
                }
            }
        } catch (Exception | Error e) {
            end(new End(ExitReason.UNKNOWN, "", own.getId(), "", new HandlerFailed(own.vcpu().exit(), e)), own);
        }
    }

    /** Handlers of one machine run one at a time, whichever vCPU's thread they are on. */
    private void answer(MachineVcpu own, Exit exit) {
        own.owes(true);
        boolean handled;
        boolean met;
        try {
            synchronized (handlers) {
                if (end.get() != null) {
                    own.keep(exit);
                    return;
                }
                log.take(own);
                handled = handlers.handle(exit);
                log.answered(exit);
                met = request.isConditionMet();
            }
        } catch (Throwable e) {
            end(new End(ExitReason.UNKNOWN, "", own.getId(), "", new HandlerFailed(exit, e)), own);
            return;
        }
        if (met) {
            end(new End(ExitReason.CONDITION, "condition", own.getId(), "condition met at " + exit, null), own);
        } else if (!handled || request.isFor(exit)) {
            end(new End(ExitReason.of(exit), exit.name(), own.getId(), exit.toString(), null), own);
        }
    }
}
