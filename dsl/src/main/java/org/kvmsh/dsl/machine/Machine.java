package org.kvmsh.dsl.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.config.MemoryConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.MadeStep;
import org.kvmsh.dsl.plan.DebugMeans;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.text.Fitting;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.VmWords;
import org.kvmsh.dsl.word.Word;

/** A VM created from a config, with its memory, vCPUs and handlers. */
public final class Machine extends HasRegisters implements LiveMachine, GuestOwner, FirstVcpuWords, InterruptingWords, CallingWords, AddingWords, VerifyingWords, KeepingWords, RunWords, ConsoleWords,
        StoppedVcpuWords, SymbolWords, GuestMemoryWords, InspectingWords, AutoCloseable {

    private final String board;
    private final Bringup made;
    private final MachineDebug debug;
    private final Consumer<Machine> onClose;
    private final Console console = new Console();
    private final ExitHandling handling;
    private final Additions additions;
    private final Runs runs;
    private final Supplier<Site> place;
    private final MadeConfig config;
    private final GuestSymbols symbols;
    private final GuestMemory memory;
    private final Changes changes = new Changes();
    private final Stops stops;
    private volatile boolean verifies;
    private final Interrupts interrupts;
    private final KeptStates kept;
    private final Map<Integer, MachineVcpu> vcpus = new ConcurrentSkipListMap<>();
    private final Map<Integer, VcpuEngine> engines = new ConcurrentSkipListMap<>();
    private volatile boolean closed;

    /**
     * A live machine.
     *
     * @param place  the script's position
     * @param adding creates what is added to it
     * @param aside  receives notes of a word that acts differently than requested
     * @param unread receives the outcomes of its unexpected ends
     * @param background has its runs that the script does not wait for
     */
    public Machine(VmConfig config, String board, Bringup made, List<MadeStep> steps, Supplier<Site> place, GuestLoader loader, DebugMeans debug, Adding adding, Consumer<String> aside,
            UnreadOutcomes unread, Background background, Consumer<Machine> onClose) {
        this.board = board;
        this.made = made;
        this.place = place;
        this.onClose = onClose;
        this.config = new MadeConfig(config, steps, this::takeVcpus);
        this.symbols = new GuestSymbols(abi(), place);
        this.memory = new GuestMemory(this, loader, symbols, this::mode, this::overwriting);
        this.debug = new MachineDebug(made, symbols, board, debug, aside);
        this.handling = new ExitHandling(abi(), console, made);
        this.additions = new Additions(this, this.config, handling, this.debug, adding, symbols);
        this.interrupts = new Interrupts(made);
        this.stops = new Stops(this, console, this::getExits, this::lastRunInWords, this::verifies);
        this.runs = new Runs(new RunParts(this, handling.table(), console, new ExitLog(abi()), new Coalesced(made.vm().coalesced()), this.debug, stops), this, this::beforeRun, unread, background);
        this.kept = new KeptStates(this, changes, board);
        takeVcpus();
        handling.add(config, Architecture.of(abi()).handlers(config, made::read), engines());
    }

    /** What it was asked to be, and what was added. */
    @Override public VmConfig config() {
        return config.get();
    }

    @Override public Bringup made() {
        return made;
    }

    @Override public Bringup opened() {
        checkOpen();
        return made;
    }

    @Override public List<MadeStep> madeSteps() {
        return config.steps();
    }

    @Override public GuestSymbols names() {
        return symbols;
    }

    @Override public GuestMemory guestMemory() {
        return memory;
    }

    @Override public Console guestConsole() {
        return console;
    }

    /** The board's headers. */
    public Abi abi() {
        return made.vm().kernel().abi();
    }

    Stops stops() {
        return stops;
    }

    /** Shows at each stop what a session has asked for. */
    public void showing(StopSettings settings) {
        stops.showing(settings);
    }

    /** Where a vCPU is, in words: its registers, code and last exits. */
    public String stop(int vcpu) {
        return stops.whole(vcpu(vcpu).engine(), null).text(Fitting.USUAL_COLUMNS);
    }

    /** Compares registers with what they were set to before each run, and records what words write. */
    public void verifying() {
        verifies = true;
        changes.record();
    }

    /** Whether it does. */
    @Override public boolean verifies() {
        return verifies;
    }

    @Override protected MachineShape shape() {
        return MachineShape.of(made);
    }

    @Override protected RegisterValues values() {
        return getRegs().getCopy();
    }

    /** Registers are about to be written; while the guest runs, nothing of it can be taken back. */
    @Override public void writing(VcpuEngine vcpu, Map<String, Long> values) {
        if (changes.isRecording() && !runs.isRunning()) {
            CallOrigin.EXPLAINING.during(() -> {
                changes.registers(vcpu, values);
                return null;
            });
        }
    }

    private void overwriting(long at, long length) {
        if (changes.isRecording() && !runs.isRunning()) {
            changes.memory(made.slots(), at, length);
        }
    }

    /** The vCPUs created by steps. */
    void takeVcpus() {
        made.vcpus().forEach((id, vcpu) -> {
            if (!vcpus.containsKey(id)) {
                VcpuEngine own = new VcpuEngine(id, vcpu, made.written(id), this);
                MachineVcpu shown = new MachineVcpu(this, own);
                VcpusOfMachines.put(shown);
                handling.join(own);
                vcpus.put(id, shown);
                engines.put(id, own);
                debug.join(own, config().handlers());
            }
        });
    }

    @Override public Additions additions() {
        checkOpen();
        return additions;
    }

    /** Receives a word's setting for this machine, and adds it. */
    public VmConfig.Builder adding(Site site) {
        return additions().taking(site);
    }

    /** @param language the words as the block's language has them */
    public void more(Block block, Function<VmConfig.Builder, VmWords> language) {
        additions().more(block, language);
    }

    @Word(value = "set a breakpoint (at: ADDRESS) or remove one (remove: ADDRESS); uses debug registers or, with software: true, an instruction in guest memory. A block, given the vCPU, "
            + "makes it conditional; ignore: N does not stop the first N times", example = "m.breakpoint at: 0x1003", named = {"at", "remove", "software", "ignore"})
    public void breakpoint(Map<String, ?> arguments) {
        breakpoint(arguments, null);
    }

    /** {@code m.breakpoint(at: 0x1003) { it.regs.rax > 3 }}. */
    public void breakpoint(Map<String, ?> arguments, StopCondition condition) {
        checkOpen();
        firstVcpu();
        debug.breakpoint(arguments, of(condition), engines(), symbols::address);
        enterAgain();
    }

    @Word(value = "set a watchpoint (at: ADDRESS) or remove one (remove: ADDRESS): a run ends after an access to SIZE bytes (default 4), by access: 'write' (default), 'read' or "
            + "'access', which is both. A block, given the vCPU, makes it conditional; ignore: N does not stop the first N times", example = "m.watchpoint at: 0x2000, size: 4",
            named = {"at", "size", "access", "remove", "ignore"})
    public void watchpoint(Map<String, ?> arguments) {
        watchpoint(arguments, null);
    }

    /** {@code m.watchpoint(at: 0x2000) { it.regs.rax > 3 }}. */
    public void watchpoint(Map<String, ?> arguments, StopCondition condition) {
        checkOpen();
        firstVcpu();
        debug.watchpoint(arguments, of(condition), engines(), symbols::address);
        enterAgain();
    }

    private VcpuCondition of(StopCondition condition) {
        return condition == null ? null : reached -> condition.holds(vcpu(reached.id()));
    }

    /** KVM must know a vCPU's breakpoints before it enters the guest. */
    private void enterAgain() {
        if (runs.isRunning()) {
            engines().forEach(vcpu -> vcpu.vcpu().kick());
        }
    }

    @Override public Collection<VcpuEngine> engines() {
        return engines.values();
    }

    @Override public void checkIdle(String what) {
        checkOpen();
        runs.checkIdle(what);
    }

    @Override public Interrupts interrupts() {
        checkOpen();
        return interrupts;
    }

    @Override public KeptStates kept() {
        return kept;
    }

    @Word(value = "a vCPU by number; if the script created it with KVM_CREATE_VCPU, its kvm_run is mapped on first use", example = "m.vcpu(0).regs")
    public MachineVcpu vcpu(int id) {
        MachineVcpu vcpu = vcpus.get(id);
        if (vcpu == null && !closed && made.adopt(id)) {
            takeVcpus();
            vcpu = vcpus.get(id);
        }
        if (vcpu == null) {
            throw new ScriptError(Site.UNKNOWN, "this machine has no vCPU " + id,
                    vcpus.isEmpty() ? "it has no vCPUs" : "its vCPUs: " + vcpus.keySet(), "try: m.vcpu(" + id + ") { … } to add one");
        }
        return vcpu;
    }

    public int vcpuCount() {
        return vcpus.size();
    }

    @Override public MachineVcpu firstVcpu() {
        if (vcpus.isEmpty()) {
            throw new ScriptError(Site.UNKNOWN, "this machine has no vCPU", "try: vm { vcpu(0) { real 0x1000 } }");
        }
        return vcpus.values().iterator().next();
    }

    @Override public Disassembly codeAtPc(int count) {
        checkOpen();
        VcpuEngine first = firstVcpu().engine();
        return CodeAtPc.of(this, first).next(first, count);
    }

    private CodeMode mode() {
        if (vcpus.isEmpty()) {
            return CodeMode.ofReset(abi()).orElse(null);
        }
        VcpuEngine first = firstVcpu().engine();
        return first.touch(() -> Architecture.of(abi()).mode(first.vcpu()));
    }

    /** Where the script is on this thread. */
    @Override public Site place() {
        return place.get();
    }

    @Override public Runs runs() {
        return runs;
    }

    @Override public void type(String text) {
        ConsoleWords.super.type(text);
    }

    @Override public void endRun() {
        runs.stop();
    }

    private void beforeRun(RunRequest request) {
        checkOpen();
        firstVcpu();
        if (request.steps() > 0) {
            debug.checkSteps();
        }
        memory.beforeRun();
        verifyBeforeRun();
        changes.end("a run of the guest");
    }

    /** KVM_RUN of one vCPU as a script calls it. */
    Exit runByName(VcpuEngine vcpu, Map<String, ?> arguments) {
        Duration within = RunsByName.within(arguments);
        checkIdle("call KVM_RUN");
        changes.end("a run of the guest");
        return runs.runByName(vcpu, within, place.get());
    }

    /** How the last run ended; null before the first. */
    public Outcome lastRun() {
        return runs.last();
    }

    private String lastRunInWords() {
        return runs.last() == null ? null : runs.last().inWords();
    }

    @Override public void checkOpen() {
        if (closed) {
            throw new ScriptError(Site.UNKNOWN, "this machine is closed");
        }
    }

    @Word(value = "close the machine: its descriptors and memory", example = "m.close()")
    @Override public void close() {
        runs.end();
        if (!closed) {
            closed = true;
            onClose.accept(this);
            made.close();
        }
    }

    /** Where the script called a run that one of its threads is inside; null if none is. */
    public Site calledAt() {
        return runs.calledAt();
    }

    /** Closes the machine even if a thread of the script is inside a run of its guest, which ends; false if that does not end, and the machine stays open. */
    public boolean closeRunning() {
        boolean ended = runs.cut();
        if (ended) {
            close();
        }
        return ended;
    }

    @Override public String toString() {
        List<String> parts = new ArrayList<>();
        for (MemoryConfig memory : config().memory()) {
            parts.add(Bits64.size(memory.size() == 0 ? made.sizeAt(memory.at()) : memory.size()) + " at " + Bits64.hex(memory.at()));
        }
        if (config().powerpc().rma() != null) {
            parts.add("an RMA of " + Bits64.size(config().powerpc().rma().size()));
        }
        parts.add(vcpus.size() + (vcpus.size() == 1 ? " vCPU" : " vCPUs"));
        return "machine on " + board + ": " + String.join(", ", parts) + (closed ? ", closed" : "");
    }
}
