package org.kvmsh.dsl.machine.live;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.bindings.code.dwarf.FrameRow;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.Exits;
import org.kvmsh.dsl.inspect.MadeStep;
import org.kvmsh.dsl.machine.change.Adding;
import org.kvmsh.dsl.machine.change.Additions;
import org.kvmsh.dsl.machine.change.Changes;
import org.kvmsh.dsl.machine.change.KeptStates;
import org.kvmsh.dsl.machine.change.MadeConfig;
import org.kvmsh.dsl.machine.change.Moved;
import org.kvmsh.dsl.machine.change.Moves;
import org.kvmsh.dsl.machine.change.Snapshot;
import org.kvmsh.dsl.machine.debug.DebugPoints;
import org.kvmsh.dsl.machine.debug.MachineBreakpoints;
import org.kvmsh.dsl.machine.debug.MachineDebug;
import org.kvmsh.dsl.machine.debug.VcpuCondition;
import org.kvmsh.dsl.machine.exit.Coalesced;
import org.kvmsh.dsl.machine.exit.Console;
import org.kvmsh.dsl.machine.exit.ExitHandling;
import org.kvmsh.dsl.machine.exit.ExitLog;
import org.kvmsh.dsl.machine.history.RecordedGuest;
import org.kvmsh.dsl.machine.interrupt.Interrupts;
import org.kvmsh.dsl.machine.memory.GuestLoader;
import org.kvmsh.dsl.machine.memory.GuestSymbols;
import org.kvmsh.dsl.machine.memory.LiveMemory;
import org.kvmsh.dsl.machine.run.Advances;
import org.kvmsh.dsl.machine.run.Background;
import org.kvmsh.dsl.machine.run.GuestOwner;
import org.kvmsh.dsl.machine.run.RunParts;
import org.kvmsh.dsl.machine.run.RunRequest;
import org.kvmsh.dsl.machine.run.Runs;
import org.kvmsh.dsl.machine.run.RunsByName;
import org.kvmsh.dsl.machine.run.UnreadOutcomes;
import org.kvmsh.dsl.machine.stop.CodeAtPc;
import org.kvmsh.dsl.machine.stop.Stops;
import org.kvmsh.dsl.machine.vcpu.LiveMachine;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.plan.DebugMeans;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.GuestRange;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.register.Verified;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The parts of a live machine, and how they work together; a {@code Machine} is what a script holds of it. */
public final class MachineParts implements LiveMachine {
    private final Bringup made;
    private final MachineDebug debug;
    private final Consumer<VcpuEngine> taken;
    private final Console console = new Console();
    private final ExitHandling handling;
    private final Additions additions;
    private final Runs runs;
    private final Supplier<Site> place;
    private final MadeConfig config;
    private final GuestSymbols symbols;
    private final LiveMemory memory;
    private final Changes changes = new Changes();
    private final Stops stops;
    private volatile boolean verifies;
    private final Interrupts interrupts;
    private final KeptStates kept;
    private final Moves moves;
    private final Map<Integer, VcpuEngine> engines = new ConcurrentSkipListMap<>();
    private volatile boolean closed;
    /** Null until the machine is recorded. */
    private RecordedGuest recording;

    private final String board;
    private final Consumer<String> aside;
    /** Null where no program runs the script. */
    private Attendant<MachineParts> attendant;

    /**
     * The parts of a machine that its steps have created; {@link #takeVcpus} follows.
     *
     * @param place the script's position
     * @param adding creates what is added to it
     * @param aside receives notes of a word that acts differently than requested
     * @param unread receives the outcomes of its unexpected ends
     * @param background has its runs that the script does not wait for
     * @param owner closed if a handler fails
     * @param taken receives each vCPU
     */
    public MachineParts(
            VmConfig config,
            String board,
            Bringup made,
            List<MadeStep> steps,
            Supplier<Site> place,
            GuestLoader loader,
            DebugMeans debug,
            Adding adding,
            Consumer<String> aside,
            UnreadOutcomes unread,
            Background background,
            GuestOwner owner,
            Consumer<VcpuEngine> taken) {
        this.made = made;
        this.board = board;
        this.aside = aside;
        this.place = place;
        this.taken = taken;
        this.config = new MadeConfig(config, steps, this::takeVcpus);
        this.symbols = new GuestSymbols(abi(), place);
        this.memory = new LiveMemory(this, loader, symbols);
        this.debug = new MachineDebug(made, symbols, board, debug, aside);
        this.handling = new ExitHandling(abi(), console, made, symbols);
        this.additions = new Additions(this, this.config, handling, this.debug, adding, symbols);
        this.interrupts = new Interrupts(made);
        this.stops = new Stops(this, console, this::exits, this::lastRun, this::verifies);
        this.moves = new Moves(this, changes);
        this.runs = new Runs(
                new RunParts(
                        this,
                        handling.table(),
                        console,
                        new ExitLog(abi()),
                        new Coalesced(made.vm().coalesced()),
                        this.debug,
                        stops,
                        moves),
                owner,
                this::beforeRun,
                unread,
                background);
        this.kept = new KeptStates(this, changes, board);
        takeVcpus();
        handling.add(config, this.config.handlers(made), engines());
    }

    /** The vCPUs created by steps. */
    public void takeVcpus() {
        made.vcpus().forEach((id, vcpu) -> {
            if (!engines.containsKey(id)) {
                VcpuEngine own = new VcpuEngine(id, vcpu, made.written(id), this);
                taken.accept(own);
                handling.join(own);
                engines.put(id, own);
                debug.join(own, config().handlers());
            }
        });
    }

    /** Takes a vCPU that the script has created with an ioctl; false if there is none. */
    public boolean adopt(int id) {
        boolean adopted = !closed && made.adopt(id);
        if (adopted) {
            takeVcpus();
        }
        return adopted;
    }

    /** The vCPU with the lowest number; refused without one. */
    public VcpuEngine firstVcpu() {
        if (engines.isEmpty()) {
            throw noVcpu("this machine has no vCPU", "try: vm { vcpu(0) { real 0x1000 } }");
        }
        return engines().iterator().next();
    }

    @Override
    public VcpuEngine vcpu(int id) {
        if (!engines.containsKey(id) && !adopt(id)) {
            throw noVcpu(
                    "this machine has no vCPU " + id,
                    engines.isEmpty() ? "it has no vCPUs" : "its vCPUs: " + engines.keySet(),
                    id < 0 ? "" : "to create one, write: more { vcpu(" + id + ") { … } }");
        }
        return engines.get(id);
    }

    /** The error that there is no such vCPU, whose notes say how to create one if kvmsh can. */
    public ScriptError noVcpu(String headline, String... notes) {
        Arch arch = made.kernel().abi().arch();
        return engines.isEmpty() && !Architecture.hasRoom(arch)
                ? Refusals.noVcpus(Site.UNKNOWN, arch, board)
                : new ScriptError(Site.UNKNOWN, headline, notes);
    }

    @Override
    public Collection<VcpuEngine> engines() {
        return engines.values();
    }

    @Override
    public VmConfig config() {
        return config.get();
    }

    @Override
    public Bringup made() {
        return made;
    }

    /** The VM; refuses access after the machine is closed. */
    public Bringup opened() {
        checkOpen();
        return made;
    }

    /** The steps that created it, and those added later. */
    public List<MadeStep> madeSteps() {
        return config.steps();
    }

    @Override
    public List<GuestRange> chosen() {
        return madeSteps().stream()
                .flatMap(step -> step.ranges().stream())
                .filter(GuestRange::chosen)
                .toList();
    }

    @Override
    public GuestSymbols names() {
        return symbols;
    }

    @Override
    public FrameRow frame(long address) {
        return symbols.frame(address);
    }

    /** The guest's memory. */
    public LiveMemory liveMemory() {
        return memory;
    }

    /** The guest's output and input. */
    public Console guestConsole() {
        return console;
    }

    /** The board's headers. */
    public Abi abi() {
        return made.vm().kernel().abi();
    }

    /** The reports of its stops. */
    public Stops stops() {
        return stops;
    }

    /** Prints a note beside what the script prints. */
    public void note(String text) {
        aside.accept(text);
    }

    /** Takes the program that runs the script. */
    public void attended(Attendant<MachineParts> program) {
        attendant = program;
    }

    /** The program that runs the script. */
    public Attendant<MachineParts> attendant() {
        return attendant;
    }

    /** Its runs, one at a time. */
    public Runs runs() {
        return runs;
    }

    /** The same for a run that the script asks for. */
    public Runs runsOfScript() {
        toldOfRun();
        return runs;
    }

    /** Its runs to places that follow from where a vCPU is. */
    public Advances advances() {
        return new Advances(this, runsOfScript());
    }

    /** The states to which it can return. */
    public KeptStates kept() {
        return kept;
    }

    /** {@code m.moved()}. */
    public Moved moved() {
        checkOpen();
        if (runs.isInHandler()) {
            return moves.ask();
        }
        runs.checkNotByName("move the machine");
        return moves.now(handling.table(), !runs.isRunning());
    }

    /** Its moves into new VMs. */
    public Moves moves() {
        return moves;
    }

    /** The part that adds to the machine; refuses access after it is closed. */
    public Additions additions() {
        checkOpen();
        return additions;
    }

    /** The part that interrupts the guest; refuses access after the machine is closed. */
    public Interrupts interrupts() {
        checkOpen();
        return interrupts;
    }

    /** Compares registers with what they were set to before each run, and records what words write. */
    public void verifying() {
        verifies = true;
        changes.record();
    }

    /** Whether it does. */
    public boolean verifies() {
        return verifies;
    }

    /** Registers are about to be written; while the guest runs, nothing of it can be taken back. */
    @Override
    public void writing(VcpuEngine vcpu, Map<String, Long> values) {
        if (recording != null) {
            recording.history().writing(values);
        }
        if (changes.isRecording() && !runs.isRunning()) {
            CallOrigin.EXPLAINING.during(() -> {
                changes.registers(vcpu, values);
                return null;
            });
        }
    }

    @Override
    public void overwriting(long at, long length) {
        if (recording != null) {
            recording.history().writing(at, length);
        }
        if (changes.isRecording() && !runs.isRunning()) {
            changes.memory(made.slots(), at, length);
        }
    }

    /** {@code m.breakpoint}: the next KVM_RUN sets it. */
    public void breakpoint(Map<String, ?> arguments, VcpuCondition condition) {
        checkOpen();
        firstVcpu();
        String key = MachineBreakpoints.changed(arguments);
        List<Long> places = arguments.get(key) instanceof CharSequence name ? symbols.addresses(name) : List.of();
        if (places.isEmpty()) {
            debug.breakpoint(arguments, condition, engines());
        }
        for (Long place : places) {
            Map<String, Object> one = new LinkedHashMap<>(arguments);
            one.put(key, place);
            debug.breakpoint(one, condition, engines());
        }
        enterAgain();
    }

    /** {@code m.breakpoints}. */
    public DebugPoints breakpoints() {
        return debug.points();
    }

    /** {@code m.watchpoint}. */
    public void watchpoint(Map<String, ?> arguments, VcpuCondition condition) {
        checkOpen();
        firstVcpu();
        debug.watchpoint(arguments, condition, engines(), symbols::address);
        enterAgain();
    }

    /** KVM must know a vCPU's breakpoints before it enters the guest. */
    private void enterAgain() {
        if (runs.isRunning()) {
            engines().forEach(vcpu -> vcpu.vcpu().kick());
        }
    }

    @Override
    public void checkIdle(String what) {
        checkOpen();
        runs.checkIdle(what);
    }

    /** Instructions from where the first vCPU is. */
    public Disassembly codeAtPc(int count) {
        checkOpen();
        VcpuEngine first = firstVcpu();
        return CodeAtPc.of(this, first).next(first, count);
    }

    @Override
    public CodeMode mode() {
        if (engines.isEmpty()) {
            return CodeMode.ofReset(abi()).orElse(null);
        }
        VcpuEngine first = firstVcpu();
        return first.touch(() -> Architecture.of(abi()).mode(first.vcpu()));
    }

    @Override
    public Site place() {
        return place.get();
    }

    private void toldOfRun() {
        if (attendant != null) {
            attendant.beforeRun(this);
        }
    }

    private void beforeRun(RunRequest request) {
        checkOpen();
        firstVcpu();
        if (request.steps() > 0) {
            debug.checkSteps();
        }
        if (recording != null) {
            recording.history().beforeRun();
        }
        memory.beforeRun();
        verifyBeforeRun();
        changes.end("a run of the guest");
    }

    /** {@code m.restore}. */
    public void restore(Snapshot snapshot) {
        checkIdle("restore a snapshot");
        if (recording != null) {
            recording.history().changing();
        }
        kept.restore(snapshot.state());
    }

    /** {@code m.record}: begins again with the state that the guest has now. */
    public void record() {
        checkOpen();
        recording = RecordedGuest.of(this, kept, runs, console, debug, handling.table());
    }

    /** What the guest has done since {@link #record}; refused before it. */
    public RecordedGuest recording() {
        checkOpen();
        if (recording == null) {
            throw new ScriptError(Site.UNKNOWN, "this machine is not being recorded; to record: m.remember()");
        }
        return recording;
    }

    /** KVM_RUN of one vCPU as a script calls it. */
    public Exit runByName(VcpuEngine vcpu, Map<String, ?> arguments) {
        Duration within = RunsByName.within(arguments);
        checkIdle("call KVM_RUN");
        toldOfRun();
        changes.end("a run of the guest");
        return runs.runByName(vcpu, within, place.get());
    }

    /** Registers set since the last run are read back, so that the next run's report can list differences. */
    private void verifyBeforeRun() {
        if (verifies) {
            readBack();
        }
    }

    /** Reads back what was set by name since the guest last ran. */
    public Verified verify() {
        return Verified.of(engines().stream().map(VcpuEngine::verify).toList());
    }

    /** The same for a person; a register that cannot be read is ignored. */
    public Verified readBack() {
        return CallOrigin.EXPLAINING.during(() -> {
            try {
                return verify();
            } catch (KvmException | BoardLost | NotModelled e) {
                return Verified.of(List.of());
            }
        });
    }

    private Exits exits() {
        return runs.exits();
    }

    private String lastRun() {
        return runs.last() == null ? null : runs.last().inWords();
    }

    @Override
    public void checkOpen() {
        if (closed) {
            throw new ScriptError(Site.UNKNOWN, "this machine is closed");
        }
    }

    /** Ends its run and refuses access from now on; false if it was closed before. */
    public boolean close() {
        runs.end();
        boolean closes = !closed;
        closed = true;
        return closes;
    }

    /** Whether it was closed. */
    public boolean isClosed() {
        return closed;
    }
}
