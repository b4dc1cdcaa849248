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
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.call.Descriptor;
import org.kvmsh.dsl.call.IoctlScope;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.MemoryConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.Exits;
import org.kvmsh.dsl.inspect.MadeStep;
import org.kvmsh.dsl.plan.DebugMeans;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.script.AddressList;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Block;
import org.kvmsh.dsl.word.VmWords;
import org.kvmsh.dsl.word.Word;

/** A VM created from a config, with its memory, vCPUs and handlers. */
public final class Machine extends MachineState implements FirstVcpuWords, InterruptingWords, CallingWords, AddingWords, VerifyingWords, KeepingWords, BackgroundWords, StoppedVcpuWords, AutoCloseable {
    /** The default limit of a run's time. */
    public static final Duration WITHIN = Duration.ofSeconds(10);

    private final String board;
    private final Bringup made;
    private final MachineDebug debug;
    private final Consumer<Machine> onClose;
    private final Console console = new Console();
    private final ExitHandling handling;
    private final Additions additions;
    private final Runs runs;
    private final Supplier<Site> place;
    private final Interrupts interrupts;
    private final DirtyLog dirtyLog;
    private final KeptStates kept;
    private final Map<Integer, MachineVcpu> vcpus = new ConcurrentSkipListMap<>();
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
        super(config, made, steps, loader, place);
        this.board = board;
        this.made = made;
        this.debug = new MachineDebug(made, board, debug, aside);
        this.onClose = onClose;
        this.handling = new ExitHandling(made.vm().kernel().abi(), console, made);
        this.additions = new Additions(this, made, handling, this.debug, adding, place);
        this.interrupts = new Interrupts(made);
        this.dirtyLog = new DirtyLog(made);
        this.runs = new Runs(handling.table(), console, new ExitLog(made.vm().kernel().abi()), new Coalesced(made.vm().coalesced()), unread, background);
        this.place = place;
        this.kept = new KeptStates(this, made);
        takeVcpus();
        handling.add(config, ownHandlers(config), vcpus.values());
    }

    /** The architecture's own handlers of a machine. */
    List<HandlerConfig> ownHandlers(VmConfig whole) {
        return Architecture.of(abi()).handlers(whole, made::read);
    }

    /** What it has besides values. */
    SnapshotShape shape() {
        return SnapshotShape.of(made);
    }

    /** The name of its board. */
    String boardName() {
        return board;
    }

    /** The vCPUs created by steps. */
    void takeVcpus() {
        made.vcpus().forEach((id, vcpu) -> {
            if (!vcpus.containsKey(id)) {
                MachineVcpu own = new MachineVcpu(this, id, vcpu, made.written(id));
                VcpusOfMachines.put(own);
                handling.join(own);
                vcpus.put(id, own);
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

    @Word(value = "what the guest has written to its console", example = "m.console")
    public String getConsole() {
        return console.text();
    }

    /** What a debug exit is after the conditions of what it has reached. */
    GuestDebug.Came stopping(MachineVcpu vcpu, GuestDebug.Came came, long address) throws Exception {
        return debug.stopping(vcpu, came, address);
    }

    GuestDebug debugOf(MachineVcpu vcpu) {
        return debug.of(vcpu);
    }

    @Word(value = "send a string to the machine's devices as input", example = "m.type 'help\\n'")
    public void type(String text) {
        console.type(text);
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
        debug.breakpoint(arguments, condition, vcpus.values(), names());
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
        debug.watchpoint(arguments, condition, vcpus.values(), names());
        enterAgain();
    }

    /** KVM must know a vCPU's breakpoints before it enters the guest. */
    private void enterAgain() {
        if (runs.isRunning()) {
            vcpus.values().forEach(vcpu -> vcpu.vcpu().kick());
        }
    }

    @Override public Collection<MachineVcpu> vcpus() {
        return vcpus.values();
    }

    @Override boolean isRunning() {
        return runs.isRunning();
    }

    void checkIdle(String what) {
        checkOpen();
        runs.checkIdle(what);
    }

    @Word(value = "the addresses of the guest's pages written since the previous call; the first call starts logging", example = "m.dirty()")
    public List<Long> dirty() {
        checkOpen();
        return new AddressList(dirtyLog.pages());
    }

    @Word(value = "the coalesced writes since the previous call that no handler or console handled, in order", example = "m.coalesced()")
    public List<Exit> coalesced() {
        checkOpen();
        return runs.takeCoalesced();
    }

    @Override public Interrupts interrupts() {
        checkOpen();
        return interrupts;
    }

    @Override public KeptStates kept() {
        return kept;
    }

    /** Bytes of guest memory, as code, or null. */
    byte[] code(long physical, int length) {
        return made.read(physical, length);
    }

    /** The same in the address space that a vCPU is in. */
    byte[] code(int space, long physical, int length) {
        return made.slots().read(space, physical, length);
    }

    /** The address space that a vCPU outside KVM_RUN is in; asked only where a memslot is of another than the ordinary one. */
    int addressSpace(MachineVcpu vcpu) {
        return made.slots().hasOtherSpaces() ? Architecture.of(abi()).addressSpace(vcpu.vcpu()) : 0;
    }

    @Override public IoctlScope calls() {
        return scope(made.vm());
    }

    @Override public IoctlScope device(Number fd) {
        return scope(made.vm().device(fd.intValue()));
    }

    @Override public Descriptor descriptor(Number fd) {
        checkOpen();
        return new Descriptor(made.vm().kernel(), (int) Bits64.of(fd, "a descriptor", Integer.MIN_VALUE, Integer.MAX_VALUE, Site.UNKNOWN), made::keep);
    }

    IoctlScope scope(KvmFile file) {
        checkOpen();
        return new IoctlScope(file, made::keep);
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

    @Override Disassembly codeAtPc(int count) {
        return CodeAtPc.of(firstVcpu()).next(firstVcpu(), count);
    }

    @Override CodeMode mode() {
        if (vcpus.isEmpty()) {
            return CodeMode.ofReset(abi()).orElse(null);
        }
        MachineVcpu first = firstVcpu();
        return first.touch(() -> Architecture.of(abi()).mode(first.vcpu()));
    }

    /** Where the script is on this thread. */
    public Site place() {
        return place.get();
    }

    /** Runs until an exit that no handler takes, at most ten seconds. */
    public Outcome run() {
        return run(Map.of());
    }

    @Word(value = "run until an exit that no handler handles, or until the exit named by until:; within: a time limit, default 10 s; steps: stop after that many instructions "
            + "of the first vCPU; timed: true: m.exits shows where the time went",
            example = "m.run until: hlt, within: 2.s", js = "m.run({until: hlt, within: seconds(2)})", named = {"until", "within", "steps", "timed"})
    public Outcome run(Map<String, ?> arguments) {
        return run(arguments, null);
    }

    @Word(value = "start a run in the background and continue; stop() ends it, join() waits for its end. In JavaScript, handlers run on the script's thread, when the script calls a "
            + "kvmsh word or waits in join", example = "def going = m.start until: hlt, within: 5.s", js = "const going = m.start({until: hlt, within: seconds(5)})",
            named = {"until", "within", "steps", "timed"})
    public StartedRun start(Map<String, ?> arguments) {
        return runs.start(prepared(RunRequest.started(arguments, abi()), null), this, place.get());
    }

    public StartedRun start() {
        return start(Map.of());
    }

    @Override public Runs runs() {
        return runs;
    }

    /** @param alone the vCPU that runs; null for every one */
    Outcome run(Map<String, ?> arguments, MachineVcpu alone) {
        Run run = prepared(RunRequest.of(arguments, abi()), alone);
        try {
            return runs.run(run, place.get());
        } catch (HandlerFailed e) {
            close();
            throw e;
        }
    }

    private Run prepared(RunRequest request, MachineVcpu alone) {
        checkOpen();
        firstVcpu();
        if (request.steps() > 0) {
            debug.checkSteps();
        }
        dirtyLog.prepare();
        verifyBeforeRun();
        changes().end("a run of the guest");
        return runs.of(request, alone == null ? List.copyOf(vcpus.values()) : List.of(alone));
    }

    /** KVM_RUN of one vCPU as a script calls it. */
    Exit runByName(MachineVcpu vcpu, Map<String, ?> arguments) {
        Duration within = RunsByName.within(arguments);
        checkIdle("call KVM_RUN");
        changes().end("a run of the guest");
        return runs.runByName(vcpu, within, place.get());
    }

    @Override public Outcome lastRun() {
        return runs.last();
    }

    @Override public Exits getExits() {
        return runs.exits();
    }

    boolean isClosed() {
        return closed;
    }

    @Override void checkOpen() {
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
