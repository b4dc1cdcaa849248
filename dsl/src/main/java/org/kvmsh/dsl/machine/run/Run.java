package org.kvmsh.dsl.machine.run;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.kvmsh.bindings.dryrun.NeedsMachine;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kvm.DebugExit;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.ExitKind;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.device.RunEnds;
import org.kvmsh.dsl.machine.debug.DebugHit;
import org.kvmsh.dsl.machine.debug.GuestDebug;
import org.kvmsh.dsl.machine.exit.Coalesced;
import org.kvmsh.dsl.machine.exit.ExitLog;
import org.kvmsh.dsl.machine.exit.ExitReason;
import org.kvmsh.dsl.machine.exit.HandlerFailed;
import org.kvmsh.dsl.machine.exit.HandlerTable;
import org.kvmsh.dsl.machine.stop.CodeAtPc;
import org.kvmsh.dsl.machine.stop.RefusedRun;
import org.kvmsh.dsl.machine.stop.StopReport;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.text.Fitting;

/** One run of a machine: every vCPU in its own KVM_RUN loop until one of them, the time or somebody ends it. */
final class Run {
    /** The time that a handler may take when its run's time is over. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final String HALTS = ", hlt: the vCPU halts";

    private final RunRequest request;
    private final RunParts of;
    private final HandlerTable handlers;
    private final ExitLog log;
    private final Coalesced coalesced;
    private final List<VcpuEngine> vcpus;
    private final AtomicReference<RunEnd> end = new AtomicReference<>();
    /** Whether a handler was interrupted since the run's time was over. */
    private volatile boolean isLate;

    private final AtomicLong exits = new AtomicLong();
    private final RunThreads threads;
    private final Architecture architecture;
    private final Predicate<Run> isLast;

    /** @param isLast whether the vCPUs are where a run has left them */
    Run(RunRequest request, RunParts of, List<VcpuEngine> vcpus, Predicate<Run> isLast) {
        this.isLast = isLast;
        this.request = request;
        this.of = of;
        this.handlers = of.handlers();
        this.log = of.log();
        this.coalesced = of.coalesced();
        this.vcpus = vcpus;
        this.threads = new RunThreads(vcpus);
        this.architecture = Architecture.of(vcpus.get(0).vcpu().kernel().abi());
    }

    RunRequest request() {
        return request;
    }

    /** Runs the first vCPU on the calling thread and each other one on its own. */
    Outcome run() {
        long start = System.nanoTime();
        long answeredBefore = of.console().answered();
        log.begin(answeredBefore, request.timed() ? vcpus : List.of());
        Watchdog.Watch watchdog = limit(request.within());
        of.debug().beginRun(vcpus);
        if (request.steps() > 0) {
            of.debug().begin(vcpus.get(0)).steps(request.steps());
        }
        threads.begin(this::loop);
        if (Thread.currentThread().isInterrupted()) {
            end(ExitReason.STOPPED);
        }
        try {
            threads.start();
            loop(vcpus.get(0));
        } finally {
            watchdog.cancel();
            end(ExitReason.STOPPED);
            threads.join();
            log.end();
            of.debug().endRun(vcpus);
        }
        RunEnd last = end.get();
        if (last.failure() instanceof NotModelled unknown) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    unknown.getMessage(),
                    unknown,
                    "state:",
                    of.stops().whole(last.vcpu(), null).text(Fitting.USUAL_COLUMNS));
        }
        if (last.failure() != null) {
            throw last.failure();
        }
        if (last.errno() != 0) {
            throw RefusedRun.of(of.machine(), last.vcpu(), last.errno());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        boolean met = last.isLastStep() || request.isMetBy(last.reason(), last.name());
        boolean asked = met && (last.reason().isUsual() || request.hasWish());
        return new Outcome(
                last.reason(),
                last.name(),
                last.vcpu().id(),
                last.detail(),
                last.next(),
                exits.get() + of.console().answered() - answeredBefore,
                took,
                last.code(),
                last.hit(),
                met,
                asked ? shownOnDemand(last) : of.stops().whole(last.vcpu(), last.exit()));
    }

    /** The display of an expected end, for those who debug or stopped the guest, until another run begins. */
    private StopReport shownOnDemand(RunEnd last) {
        StopReport.Extent extent = last.reason() == ExitReason.STOPPED
                ? StopReport.Extent.ALL
                : last.isLastStep()
                        ? StopReport.Extent.CHANGES
                        : last.reason() == KeyedExit.DEBUG ? StopReport.Extent.CHANGES_AND_CODE : null;
        if (extent == null) {
            of.stops().notShown(last.vcpu());
            return StopReport.NONE;
        }
        return of.stops().onDemand(last.vcpu(), extent, () -> isLast.test(this));
    }

    /** Ends the run after a time. */
    Watchdog.Watch limit(Duration time) {
        return Watchdog.after(time, () -> {
            end(RunEnd.of(ExitReason.TIMEOUT, ExitReason.TIMEOUT.word(), vcpus.get(0), timeout(), null), null);
            // On vCPUs that have left KVM_RUN already: a handler that does not return would hold the run up for ever.
            Watchdog.after(GRACE, () -> {
                isLate = true;
                threads.interruptHandlers(true);
            });
        });
    }

    /** Whether a vCPU of the run is on the calling thread. */
    boolean isOwnThread() {
        return threads.isOwn(Thread.currentThread());
    }

    /**
     * Ends the run, unless it has ended already; any thread may call it. A thread that is not the run's also ends
     * handlers on other threads.
     */
    void stop() {
        end(ExitReason.STOPPED);
        if (!isOwnThread()) {
            threads.interruptHandlers(false);
        }
    }

    /** A guest in C is expected to end by itself. */
    private String timeout() {
        return of.machine().config().guest() == null ? "" : "timeout: the guest's main has not returned";
    }

    private void end(ExitReason why) {
        end(RunEnd.of(why, why.toString(), vcpus.get(0), "", null), null);
    }

    /** The vCPU that ends the run is outside KVM_RUN already. */
    private void end(RunEnd how, VcpuEngine by) {
        if (end.compareAndSet(null, how)) {
            for (VcpuEngine other : vcpus) {
                if (other != by) {
                    other.vcpu().kick();
                }
            }
        }
    }

    private GuestDebug debug(VcpuEngine own) {
        return own.isDebugged() ? of.debug().of(own) : null;
    }

    private void loop(VcpuEngine own) {
        Vcpu vcpu = own.vcpu();
        long taken = beginSteps(own);
        while (end.get() == null) {
            int result;
            try {
                if (debug(own) != null) {
                    debug(own).beforeRun();
                }
                result = log.enter(own);
            } catch (BoardLost | NotModelled | NeedsMachine | KvmException | ScriptError e) {
                end(RunEnd.failed(own, e), own);
                break;
            }
            takeCoalesced(own);
            Exit exit = result == 0 || result > 0 && debug(own) != null ? vcpu.exit() : null;
            taken += returned(own, result, exit);
            if (result < 0 && result != Errno.EINTR.negative() && !architecture.isToRunAgain(-result)) {
                end(RunEnd.refused(own, -result), own);
            }
            if (exit != null && debug(own) != null && debug(own).isStepping()) {
                taken += endStep(own, exit, true);
            }
            if (result == 0 && of.moves().watches()) {
                taken += move(own);
            }
        }
        exits.addAndGet(taken);
    }

    /** After a handled exit, the machine may move into another VM, which needs the exit's completion first. */
    private long move(VcpuEngine own) {
        synchronized (handlers) {
            if (end.get() != null || !of.moves().isDueAfterExit()) {
                return 0;
            }
        }
        if (own.pending().isAnswered()) {
            int result = own.complete();
            own.moved();
            if (result >= 0) {
                return returned(own, result, own.vcpu().exit());
            } else if (result != Errno.EINTR.negative()) {
                end(RunEnd.refused(own, -result), own);
            }
        }
        try {
            synchronized (handlers) {
                if (end.get() == null) {
                    of.moves().move(own, true);
                }
            }
        } catch (BoardLost | NotModelled | NeedsMachine | KvmException | ScriptError e) {
            end(RunEnd.failed(own, e), own);
        }
        return 0;
    }

    /**
     * KVM_RUN has returned: an exit for the handlers, one answered where the guest runs, or an errno. Returns the
     * number of exits for the handlers.
     */
    private int returned(VcpuEngine own, int result, Exit exit) {
        if (result == 0) {
            answer(own, exit);
            return 1;
        }
        if (result > 0) {
            answered(own);
        } else {
            own.pending().refused();
            own.moved();
        }
        return 0;
    }

    /**
     * Handles what the last run left: an unanswered exit, and for a run of steps the instruction interrupted by its
     * exit.
     */
    private long beginSteps(VcpuEngine own) {
        boolean counts = debug(own) != null && debug(own).hasStepsLeft();
        Exit kept = own.pending().take();
        if (kept != null) {
            answer(own, kept);
            return counts ? endStep(own, kept, true) : 0;
        }
        Exit left = counts && own.pending().isAnswered() ? own.vcpu().exit() : null;
        if (left == null || !GuestDebug.isInstruction(left)) {
            return 0;
        }
        long before = own.address();
        own.complete();
        return endStep(own, left, own.address() != before);
    }

    /**
     * A stepped guest has executed the instruction of an exit once KVM completes the exit, which KVM reports by a debug
     * exit for some instructions and not for others. If it is entered again, it executes the next instruction too.
     *
     * @param came the last exit, which has been answered
     * @param counts whether the instruction counts as a step
     */
    private long endStep(VcpuEngine own, Exit came, boolean counts) {
        long taken = 0;
        Exit exit = came;
        while (end.get() == null && GuestDebug.isInstruction(exit)) {
            int result = own.complete();
            if (result >= 0) {
                exit = own.vcpu().exit();
            }
            taken += returned(own, result, exit);
            if (result < 0) {
                if (result != Errno.EINTR.negative()) {
                    end(RunEnd.refused(own, -result), own);
                } else if (counts) {
                    completed(own);
                }
                break;
            }
        }
        return taken;
    }

    private void completed(VcpuEngine own) {
        GuestDebug.Came came;
        try {
            synchronized (handlers) {
                came = of.debug().stopping(own, debug(own).completed(own.address()), own.address());
            }
        } catch (Exception | Error e) {
            failed(RunEnd.failed(own, new HandlerFailed(own.vcpu().exit(), e)), own);
            return;
        }
        if (came == GuestDebug.Came.LAST_STEP) {
            end(stepped(KeyedExit.DEBUG, own, CodeAtPc.of(of.machine(), own), ""), own);
        } else if (came == GuestDebug.Came.LANDED) {
            end(RunEnd.debugged(own, null, of.debug().landed(own.address())), own);
        } else if (came == GuestDebug.Came.WANTED) {
            end(
                    RunEnd.debugged(own, null, debug(own).inWords(own.address()))
                            .by(debug(own).hit(own.address())),
                    own);
        }
    }

    /** Exits that were answered where the guest runs: the run's condition may depend on them. */
    private void answered(VcpuEngine own) {
        own.pending().answered();
        if (request.condition() == null) {
            return;
        }
        synchronized (handlers) {
            if (end.get() == null && isConditionMet(own, own.vcpu().exit())) {
                end(RunEnd.of(ExitReason.CONDITION, "condition", own, "condition met", null), own);
            }
        }
    }

    /** A condition that throws ends the run at this exit, which has its answer, as one that is true does. */
    private boolean isConditionMet(VcpuEngine own, Exit exit) {
        try {
            return request.isConditionMet();
        } catch (Throwable e) {
            failed(RunEnd.failed(own, HandlerFailed.ofCondition(exit, e)), own);
            return false;
        }
    }

    /** The guest's writes to coalesced zones are handled before the next exit, even after the run's end. */
    private void takeCoalesced(VcpuEngine own) {
        if (!coalesced.hasNext()) {
            return;
        }
        Exit write = null;
        try {
            synchronized (handlers) {
                for (write = coalesced.next(); write != null; write = coalesced.next()) {
                    take(own, write);
                }
            }
        } catch (Throwable e) {
            own.pending().failed();
            failed(RunEnd.failed(own, new HandlerFailed(write, e)), own);
        }
    }

    /** The guest does not wait for the answer to a write, so a write without a handler ends no run. */
    private void take(VcpuEngine own, Exit write) {
        if (handlers.handle(write)) {
            return;
        }
        RunEnds device = handlers.takeEnd();
        if (device == null) {
            coalesced.keep(write);
        } else {
            end(RunEnd.ofDevice(own, device, of.machine().names()), own);
        }
    }

    /** Handlers of one machine run one at a time, whichever vCPU's thread they are on. */
    private void answer(VcpuEngine own, Exit exit) {
        boolean handled;
        boolean goesOn;
        boolean met;
        RunEnds device;
        GuestDebug.Came came = null;
        try {
            own.came(exit);
            synchronized (handlers) {
                if (end.get() != null) {
                    own.pending().keep(exit);
                    return;
                }
                log.take(own, exit);
                handled = handlers.handle(exit);
                goesOn = handled;
                device = goesOn ? null : handlers.takeEnd();
                log.handled(own);
                log.answered(exit);
                own.answered();
                if (exit instanceof DebugExit debug && debug(own) != null) {
                    came = of.debug().stopping(own, debug(own).after(debug), debug.getAddress());
                    goesOn = came == GuestDebug.Came.ON_THE_WAY
                            || goesOn
                                    && came != GuestDebug.Came.LANDED
                                    && debug(own).watchpoints().inWords().isEmpty();
                }
                met = isConditionMet(own, exit);
            }
        } catch (Throwable e) {
            own.pending().failed();
            HandlerFailed why = new HandlerFailed(exit, e);
            failed(RunEnd.failed(own, isLate ? why.late() : why), own);
            return;
        }
        if (met) {
            end(RunEnd.of(ExitReason.CONDITION, "condition", own, "condition met at " + exit, null), own);
        } else if (came == GuestDebug.Came.LAST_STEP) {
            lastStep(own, handled, (DebugExit) exit);
        } else if (came == GuestDebug.Came.HALTED) {
            end(RunEnd.of(ExitReason.HLT, ExitReason.HLT.word(), own, ExitReason.HLT.word(), null), own);
        } else if (!handled
                && exit instanceof Exit.Hlt
                && debug(own) != null
                && debug(own).isLastStep()) {
            end(stepped(ExitReason.HLT, own, CodeAtPc.of(of.machine(), own), HALTS), own);
        } else if (device != null) {
            end(RunEnd.ofDevice(own, device, of.machine().names()), own);
        } else if (came == GuestDebug.Came.LANDED) {
            end(RunEnd.debugged(own, exit, of.debug().landed(own.address())), own);
        } else if (!goesOn || request.isFor(exit) && came != GuestDebug.Came.ON_THE_WAY) {
            end(
                    RunEnd.at(own, exit, detail(own, exit))
                            .by(
                                    exit instanceof DebugExit debug && debug(own) != null
                                            ? debug(own).hit(debug.getAddress())
                                            : DebugHit.NONE),
                    own);
            if (!goesOn) {
                exit.refuse();
            }
        }
    }

    /**
     * An exception tells more than another end, such as the handler's own call of stop before it. A handler that had to
     * be interrupted leaves the guest without its answer, so that this is the run's end and not its time.
     */
    private void failed(RunEnd how, VcpuEngine by) {
        end(how, by);
        if (threads.wereInterrupted() || end.get().failure() == null) {
            end.set(how);
        }
    }

    /** A breakpoint or a watchpoint is described by its number; other stops by kvm_run and the address. */
    private String detail(VcpuEngine own, Exit exit) {
        if (!(exit instanceof DebugExit debug)) {
            return exit.toString();
        }
        String breakpoint = debug(own) == null ? null : debug(own).inWords(debug.getAddress());
        return breakpoint == null ? exit + ", at " + of.machine().names().place(debug.getAddress()) : breakpoint;
    }

    private void lastStep(VcpuEngine own, boolean handled, DebugExit exit) {
        CodeAtPc code = handled ? CodeAtPc.of(of.machine(), own) : CodeAtPc.of(of.machine(), own, exit.getAddress());
        boolean halted = debug(own).hasHalted(exit.getAddress(), code::physical);
        end(stepped(halted ? ExitReason.HLT : KeyedExit.DEBUG, own, code, halted ? HALTS : ""), own);
    }

    private RunEnd stepped(ExitKind kind, VcpuEngine own, CodeAtPc now, String more) {
        return RunEnd.lastStep(
                kind,
                own,
                request.steps() + (request.steps() == 1 ? " step" : " steps"),
                more + "; next " + now.next());
    }
}
