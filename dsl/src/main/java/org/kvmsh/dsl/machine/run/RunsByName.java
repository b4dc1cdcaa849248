package org.kvmsh.dsl.machine.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.DebugExit;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.IoctlResult;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.Refusal;
import org.kvmsh.dsl.machine.exit.Console;
import org.kvmsh.dsl.machine.exit.ExitLog;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.NamedArguments;

/**
 * KVM_RUN as a script calls it on a vCPU: one system call, for whose exit no handler runs. What the exit owes the guest
 * is complete at the vCPU's next KVM_RUN, and is the script's to answer until then.
 */
public final class RunsByName {
    private static final String EXAMPLE = "v.ioctl KVM_RUN, within: 2.s";

    private final ExitLog log;
    private final Console console;
    /** Guards the log, as that of the machine's runs. */
    private final Object turn;
    /** The vCPUs inside such a KVM_RUN, each with whether it should end. */
    private final Map<VcpuEngine, AtomicBoolean> inside = new ConcurrentHashMap<>();

    private final Map<VcpuEngine, Left> left = new ConcurrentHashMap<>();

    /** @param number which exit of the log it is */
    private record Left(long number, Exit exit) {}

    RunsByName(ExitLog log, Console console, Object turn) {
        this.log = log;
        this.console = console;
        this.turn = turn;
    }

    /** The value of its only named argument; by default ten seconds, like a run. */
    public static Duration within(Map<String, ?> arguments) {
        Duration within = new NamedArguments("ioctl KVM_RUN", List.of("within"), EXAMPLE, arguments, Site.UNKNOWN)
                .timeOrNull("within");
        return within == null ? RunRequest.WITHIN : within;
    }

    /** Calls KVM_RUN and returns its exit, a view of kvm_run that is valid until the next one. */
    Exit run(VcpuEngine own, Duration within) {
        AtomicBoolean ends = new AtomicBoolean();
        if (inside.putIfAbsent(own, ends) != null) {
            throw new ScriptError(Site.UNKNOWN, "vCPU " + own.id() + " is already in KVM_RUN");
        }
        AtomicBoolean overdue = new AtomicBoolean();
        Watchdog.Watch watch = Watchdog.after(within, () -> {
            overdue.set(true);
            end(own, ends);
        });
        if (Thread.currentThread().isInterrupted()) {
            end(own, ends);
        }
        IoctlResult<Integer> result;
        try {
            leave(own);
            result = own.runByName(ends::get);
        } finally {
            watch.cancel();
            inside.remove(own);
        }
        if (!result.ok()) {
            own.pending().refused();
            throw refused(own, result, overdue.get() ? within : null);
        }
        return came(own, own.vcpu().exit());
    }

    private Exit came(VcpuEngine own, Exit exit) {
        own.pending().ranByName();
        if (exit instanceof DebugExit at) {
            at.at(() -> own.address(at));
        }
        synchronized (turn) {
            log.beginCalls(console.answered());
            left.put(own, new Left(log.taken(), exit));
            log.take(own, exit);
        }
        return exit;
    }

    /** The vCPU's last exit is about to be complete: what its answer is now, the guest gets. */
    private void leave(VcpuEngine own) {
        Left last = left.remove(own);
        if (last != null) {
            synchronized (turn) {
                log.answered(last.number(), last.exit());
            }
        }
    }

    /** @param overdue the time that was over; null if it was not */
    private static KvmException refused(VcpuEngine own, IoctlResult<Integer> result, Duration overdue) {
        if (overdue == null || result.errno() != Errno.EINTR.number()) {
            return new KvmException(result.refusal());
        }
        return new KvmException(Refusal.ofRun(
                "KVM_RUN of vCPU " + own.id(),
                result.errno(),
                result.refusal()::diagnosis,
                List.of("no exit within " + overdue.toMillis()
                        + " ms; allow more time: v.ioctl KVM_RUN, within: 60.s")));
    }

    private static void end(VcpuEngine own, AtomicBoolean ends) {
        ends.set(true);
        own.vcpu().kick();
    }

    boolean isUnderWay() {
        return !inside.isEmpty();
    }

    /** Ends each that is under way, with EINTR; any thread may call it. */
    void stop() {
        inside.forEach(RunsByName::end);
    }
}
