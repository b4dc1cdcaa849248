package org.kvmsh.dsl.machine.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kernel.Uninterrupted;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.config.AnswerConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.Exits;
import org.kvmsh.dsl.machine.debug.Landing;
import org.kvmsh.dsl.machine.exit.Coalesced;
import org.kvmsh.dsl.machine.exit.Console;
import org.kvmsh.dsl.machine.exit.HandlerFailed;
import org.kvmsh.dsl.machine.exit.HandlerTable;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The runs of a machine, one at a time, and each KVM_RUN that a script calls by its name between them. */
public final class Runs {
    /** The time that a handler may take to end when its machine is closed. */
    private static final Duration CUTTING = Duration.ofSeconds(2);

    private static final long LOOK_MILLIS = 5;

    private final RunParts of;
    private final GuestOwner owner;
    private final Consumer<RunRequest> before;
    /** Guards the coalesced writes and the log, as in a run. */
    private final HandlerTable handlers;

    private final Coalesced coalesced;
    private final RunsByName byName;
    private final UnreadOutcomes unread;
    private final Background background;
    private volatile Run running;
    /** The position at which the script called the run under way, on a thread of its own. */
    private volatile Site called = Site.UNKNOWN;
    /** Whether the run under way ends because its machine is closed; nobody reads its outcome. */
    private volatile boolean cut;
    /** The last run on a thread of kvmsh's own; null before the first. */
    private volatile StartedRun started;

    private volatile Outcome last;
    /** The run that brought the vCPUs to their current state; null if something else did. */
    private volatile Run latest;

    /**
     * The runs of a machine.
     *
     * @param owner closed if a handler fails
     * @param before what is done before each
     * @param unread receives the outcomes of its unexpected ends
     * @param background has its runs that the script does not wait for
     */
    public Runs(
            RunParts of, GuestOwner owner, Consumer<RunRequest> before, UnreadOutcomes unread, Background background) {
        this.of = of;
        this.owner = owner;
        this.before = before;
        this.handlers = of.handlers();
        this.coalesced = of.coalesced();
        this.unread = unread;
        this.background = background;
        this.byName = new RunsByName(of.log(), of.console(), handlers);
    }

    /** @param alone the vCPU that runs; null for every one */
    public Outcome run(Map<String, ?> arguments, VcpuEngine alone) {
        return run(RunRequest.of(arguments, abi()), alone);
    }

    /** The same without a time limit, for a debugger that stops the run itself. */
    public Outcome runUntilStopped(Map<String, ?> arguments, VcpuEngine alone) {
        return run(RunRequest.started(arguments, abi()), alone);
    }

    private Outcome run(RunRequest request, VcpuEngine alone) {
        Run run = prepared(request, alone);
        Site site = of.machine().place();
        try {
            begin(run);
            called = site;
            // What it prints is not that of the last run in the background.
            of.console().liveForNobody();
            return perform(run, site, false);
        } catch (HandlerFailed e) {
            if (e.closesMachine()) {
                owner.close();
            }
            throw e;
        }
    }

    /** Executes one instruction of a vCPU. */
    public Outcome step(VcpuEngine vcpu) {
        return run(Map.of("steps", 1), vcpu);
    }

    /**
     * Runs all vCPUs to a place.
     *
     * @param place in words, for the error of a run that ends elsewhere
     * @param within null for the usual limit
     */
    Outcome runTo(Landing landing, String place, Object within) {
        RunRequest request = RunRequest.to(place, within, abi());
        // The run under way has a place of its own.
        checkIdle(landing.word());
        try {
            of.debug().land(landing, of.machine().engines());
            return run(request, null);
        } finally {
            of.debug().lift();
        }
    }

    /** Begins a run on a thread of kvmsh's own. */
    public StartedRun start(Map<String, ?> arguments) {
        Run run = prepared(RunRequest.started(arguments, abi()), null);
        Site site = of.machine().place();
        begin(run);
        StartedRun going = new StartedRun(owner, run, site, background, () -> perform(run, site, true));
        started = going;
        of.console().live(text -> background.printed(going, text));
        unread.add(going);
        background.began(going);
        going.start();
        return going;
    }

    private Run prepared(RunRequest request, VcpuEngine stepped) {
        before.accept(request);
        if (running == null && (request.steps() == 0 || owesNothing())) {
            of.moves().betweenRuns();
        }
        VcpuEngine alone = request.vcpu() == null ? stepped : of.machine().vcpu(request.vcpu());
        return new Run(
                request,
                of,
                alone == null ? List.copyOf(of.machine().engines()) : List.of(alone),
                run -> run == latest);
    }

    /** A run of steps counts the instruction whose exit is to be completed. */
    private boolean owesNothing() {
        return of.machine().engines().stream().noneMatch(vcpu -> vcpu.pending().owes());
    }

    /** Whether the calling thread is in a handler of the run under way. */
    public boolean isInHandler() {
        Run run = running;
        return run != null && run.isOwnThread();
    }

    /** Refuses what cannot be done inside a KVM_RUN that the script has called. */
    public void checkNotByName(String what) {
        if (byName.isUnderWay()) {
            throw new ScriptError(Site.UNKNOWN, "cannot " + what + " inside a KVM_RUN that the script called");
        }
    }

    private Abi abi() {
        return of.machine().made().vm().kernel().abi();
    }

    /** The last run in the background; null before the first. */
    public StartedRun started() {
        return started;
    }

    /** The same; refused before the first. */
    public StartedRun lastStarted() {
        if (started == null) {
            throw new ScriptError(Site.UNKNOWN, "no background run has been started on this machine", "try: m.start()");
        }
        return started;
    }

    /** Whether the run under way is in the background, nobody waits for it, and a person who types can stop it. */
    public boolean isLeftAlone() {
        StartedRun going = started;
        return background.isWatched() && isRunning() && going != null && !going.hasEnded() && !going.isJoined();
    }

    /** {@code m.attach}. */
    public void attach(VmConfig config) {
        BackgroundWatch person = background.watch();
        StartedRun going = started;
        if (person == null) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "attach connects a terminal to the guest's console; a script has no terminal",
                    "type to the guest: m.type 'text\\n'",
                    "read what it wrote: m.console");
        } else if (config.ready().stream().noneMatch(device -> device.model().isConsole())) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "this machine has no console that takes input"
                            + (config.answers().stream().anyMatch(AnswerConfig::console)
                                    ? ": console io: and mmio: are for output only"
                                    : ""),
                    "add one in vm { }: serial io: 0x3f8 (x86), pl011 mmio: 0x9000000 (arm64), vterm 0 (powerpc),"
                            + " console sbi: SBI_EXT_DBCN (riscv64)");
        } else if (going == null || going.hasEnded()) {
            throw new ScriptError(
                    Site.UNKNOWN, "attach needs a machine that runs in the background", "try: m.start(); m.attach()");
        }
        person.attach(going);
    }

    private void begin(Run run) {
        synchronized (of.log()) {
            if (running != null || byName.isUnderWay()) {
                throw new ScriptError(
                        Site.UNKNOWN,
                        "this machine is already running",
                        "stop it first: stop()",
                        "or wait for it to end: join()");
            }
            running = run;
            latest = run;
        }
    }

    /** @param live whether what the guest writes is shown while it runs */
    private Outcome perform(Run run, Site site, boolean live) {
        Outcome outcome;
        Console console = of.console();
        int before = console.length();
        try {
            outcome = run.run().at(site);
            running = null;
            if (of.moves().isAsked()) {
                of.moves().betweenRuns();
            }
            int after = console.length();
            outcome.printing(() -> live ? "" : console.text(before, after));
            last = outcome;
        } finally {
            running = null;
        }
        if (cut) {
            return outcome;
        }
        RunRequest request = run.request();
        if (!outcome.isMet()) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "run until " + request.wish() + ": ended instead with " + outcome.inWords(),
                    new EndedOtherwise(outcome),
                    request.never(),
                    request.condition() == null ? "" : RunRequest.WHEN_ASKED,
                    outcome.isUnasked() ? "state:" : "",
                    outcome.unreadReport());
        }
        if (outcome.isUnasked()) {
            unread.add(outcome);
        }
        return outcome;
    }

    /**
     * KVM_RUN of one vCPU as a script calls it.
     *
     * @param site where the script is
     */
    public Exit runByName(VcpuEngine vcpu, Duration within, Site site) {
        if (!byName.isUnderWay()) {
            of.moves().betweenRuns();
        }
        latest = null;
        called = site;
        try {
            return byName.run(vcpu, within);
        } finally {
            keepCoalesced();
        }
    }

    /** The coalesced writes that no handler took, since last asked. */
    public List<Exit> takeCoalesced() {
        of.machine().checkOpen();
        synchronized (handlers) {
            keepCoalesced();
            return coalesced.take();
        }
    }

    /** A KVM_RUN that runs no handler has returned. */
    private void keepCoalesced() {
        synchronized (handlers) {
            if (running == null) {
                coalesced.keepAll();
            }
        }
    }

    /** Whether a run is under way. */
    public boolean isRunning() {
        return running != null;
    }

    /** Refuses what a machine does only outside its runs. */
    public void checkIdle(String what) {
        if (isRunning()) {
            throw new ScriptError(Site.UNKNOWN, "cannot " + what + " while the machine runs", "stop it first: stop()");
        }
    }

    /** Ends the run that is under way, if one is; any thread may call it. */
    public void stop() {
        Run run = running;
        if (run != null) {
            run.stop();
        }
        byName.stop();
    }

    /**
     * The position at which the script called the run under way, if one of its threads is inside it; null if none is. A
     * started run is kvmsh's own.
     */
    public Site calledAt() {
        StartedRun going = started;
        return !byName.isUnderWay() && (!isRunning() || going != null && !going.hasEnded()) ? null : called;
    }

    /**
     * Ends a run that a thread of the script is inside, for good; false if a handler of it does not end in time, which
     * is waited for once.
     */
    public boolean cut() {
        long end = System.nanoTime() + (cut ? 0 : CUTTING.toNanos());
        cut = true;
        Uninterrupted.until(() -> calledAt() == null || System.nanoTime() > end, () -> {
            stop();
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        });
        return calledAt() == null;
    }

    /** Ends a started run, and refuses any other that is under way. */
    public void end() {
        if (started != null) {
            started.end();
        }
        if (isRunning() || byName.isUnderWay()) {
            throw new ScriptError(Site.UNKNOWN, "cannot close a machine that is running", "stop it first: stop()");
        }
        latest = null;
    }

    /** The outcome of the last run; null before the first. */
    public Outcome last() {
        return last;
    }

    /** The exits of the last run, or of each KVM_RUN by its name since. */
    public Exits exits() {
        synchronized (handlers) {
            return of.log().exits(of.console().answered());
        }
    }
}
