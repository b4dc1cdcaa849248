package org.kvmsh.dsl.machine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.code.Disassembler;
import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.bindings.kernel.ExitAnswers;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.call.Descriptor;
import org.kvmsh.dsl.call.IoctlScope;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.MemoryConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.device.ReadyDevices;
import org.kvmsh.dsl.inspect.Exits;
import org.kvmsh.dsl.inspect.MadeStep;
import org.kvmsh.dsl.plan.DebugMeans;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Word;

/** A configuration brought to life: a VM with its memory, vCPUs and handlers. */
public final class Machine extends MachineState implements InterruptingWords, CallingWords, AutoCloseable {
    /** How long a run may take that says nothing of it. */
    public static final Duration WITHIN = Duration.ofSeconds(10);

    private static final long MOST_INSTRUCTIONS = 100_000;

    private final VmConfig config;
    private final String board;
    private final Bringup made;
    private final MachineDebug debug;
    private final Consumer<Machine> onClose;
    private final HandlerTable handlers;
    private final Console console = new Console();
    private final ExitLog exits;
    private final RunsByName byName;
    private final Interrupts interrupts;
    private final DirtyLog dirtyLog;
    private final Coalesced coalesced;
    private Snapshot lastSnapshot;
    private final Map<Integer, MachineVcpu> vcpus = new TreeMap<>();
    private volatile Run running;
    private Outcome lastRun;
    private boolean closed;

    /** @param aside takes what a word does otherwise than it was asked */
    public Machine(VmConfig config, String board, Bringup made, List<MadeStep> steps, GuestLoader loader, DebugMeans debug, Consumer<String> aside, Consumer<Machine> onClose) {
        super(config, made, steps, loader);
        this.config = config;
        this.board = board;
        this.made = made;
        this.debug = new MachineDebug(made, board, debug, aside);
        this.onClose = onClose;
        List<HandlerConfig> all = new ArrayList<>(Architecture.of(made.vm().kernel().abi()).handlers(config, made::read));
        all.addAll(config.handlers());
        all.addAll(ReadyDevices.handlers(config.ready(), console));
        this.handlers = new HandlerTable(all, made.vm().kernel().abi());
        this.interrupts = new Interrupts(made);
        this.dirtyLog = new DirtyLog(made);
        this.coalesced = new Coalesced(made.vm().coalesced());
        this.exits = new ExitLog(made.vm().kernel().abi());
        this.byName = new RunsByName(exits, console, handlers);
        made.vcpus().forEach((id, vcpu) -> vcpus.put(id, new MachineVcpu(this, id, vcpu)));
        vcpus.values().forEach(VcpusOfMachines::put);
        this.debug.handle(config.handlers(), vcpus.values());
        if (!config.answers().isEmpty()) {
            ExitAnswers answers = console.table(config.answers(), made.vm().kernel().abi());
            made.vcpus().values().forEach(vcpu -> vcpu.answer(answers));
        }
    }

    @Word(value = "what the guest wrote to its console so far", example = "m.console")
    public String getConsole() {
        return console.text();
    }

    GuestDebug debugOf(MachineVcpu vcpu) {
        return debug.of(vcpu);
    }

    @Word(value = "type a text to the guest's ready devices, which read it next", example = "m.type 'help\\n'")
    public void type(String text) {
        console.type(text);
    }

    @Word(value = "end the run where a vCPU comes to an instruction: at: an address, remove: the same to give it up; the processor watches for it, or with software: true an instruction in guest memory is it",
            example = "m.breakpoint at: 0x1003", named = {"at", "remove", "software"})
    public void breakpoint(Map<String, ?> arguments) {
        checkIdle("set a breakpoint");
        firstVcpu();
        debug.breakpoint(arguments, vcpus.values());
    }

    private void checkIdle(String what) {
        checkOpen();
        if (running != null) {
            throw new ScriptError(Site.UNKNOWN, "can't " + what + " while the machine runs", "end its run first: stop()");
        }
    }

    @Word(value = "one instruction of the first vCPU; the answer says where it is then", example = "m.step()")
    public Outcome step() {
        return firstVcpu().step();
    }

    @Word(value = "any register of the first vCPU by its name: a general one, a system register, an MSR, a one-reg by its constant; with a second value it is set",
            example = "m.reg 'cr0'")
    public long reg(String name) {
        return firstVcpu().reg(name);
    }

    public void reg(String name, Number value) {
        firstVcpu().reg(name, value);
    }

    public void reg(Map<String, ?> values) {
        firstVcpu().reg(values);
    }

    @Word(value = "the addresses of the guest's pages that were written since this was last asked; asked for the first time, logging begins", example = "m.dirty()")
    public List<Long> dirty() {
        checkOpen();
        return dirtyLog.pages();
    }

    @Word(value = "the guest's writes to zones of coalesce that no handler and no console took, in order, since this was last asked", example = "m.coalesced()")
    public List<Exit> coalesced() {
        checkOpen();
        synchronized (handlers) {
            if (running == null) {
                coalesced.keepAll();
            }
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

    @Word(value = "a non-maskable interrupt for the first vCPU", example = "m.nmi()")
    public void nmi() {
        MachineVcpu first = firstVcpu();
        first.touch(() -> first.vcpu().ioctl("KVM_NMI", 0).get());
    }

    @Override public Interrupts interrupts() {
        checkOpen();
        return interrupts;
    }

    @Word(value = "what every vCPU and the memory hold now, for restore; it says what of the machine is not in it", example = "def before = m.snapshot()")
    public Snapshot snapshot() {
        checkIdle("take a snapshot");
        vcpus.values().forEach(MachineVcpu::complete);
        lastSnapshot = Snapshot.of(made);
        return lastSnapshot;
    }

    @Word(value = "give every vCPU and the memory back what they held at a snapshot, the last one where none is named", example = "m.restore before")
    public void restore(Snapshot snapshot) {
        checkIdle("restore a snapshot");
        vcpus.values().forEach(MachineVcpu::complete);
        List<String> refused = snapshot.restore();
        if (!refused.isEmpty()) {
            throw new ScriptError(Site.UNKNOWN, "the kernel did not take all of the snapshot back", refused.toArray(String[]::new));
        }
    }

    public void restore() {
        if (lastSnapshot == null) {
            throw new ScriptError(Site.UNKNOWN, "there is no snapshot to restore", "try: def before = m.snapshot()");
        }
        restore(lastSnapshot);
    }

    /** Bytes of guest memory, as code; null where there is none. */
    byte[] code(long physical, int length) {
        return made.read(physical, length);
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

    @Word(value = "the vCPU of a number", example = "m.vcpu(0).regs")
    public MachineVcpu vcpu(int id) {
        MachineVcpu vcpu = vcpus.get(id);
        if (vcpu == null) {
            throw new ScriptError(Site.UNKNOWN, "this machine has no vCPU " + id,
                    vcpus.isEmpty() ? "it has no vCPUs" : "its vCPUs: " + vcpus.keySet());
        }
        return vcpu;
    }

    /** What it was asked to be. */
    public VmConfig config() {
        return config;
    }

    public int vcpuCount() {
        return vcpus.size();
    }

    @Word(value = "the first vCPU's registers", example = "m.regs.rax")
    public Registers getRegs() {
        return firstVcpu().getRegs();
    }

    private MachineVcpu firstVcpu() {
        if (vcpus.isEmpty()) {
            throw new ScriptError(Site.UNKNOWN, "this machine has no vCPU", "try: vm { vcpu(0) { real 0x1000 } }");
        }
        return vcpus.values().iterator().next();
    }

    @Word(value = "so many instructions from a guest physical address on, as the first vCPU would read them", example = "m.dis 0x1000, 5")
    public Disassembly dis(Number at, Number count) {
        checkOpen();
        long address = Bits64.of(at, "an address", Site.UNKNOWN);
        int instructions = (int) Bits64.of(count, "a count of instructions", 1, MOST_INSTRUCTIONS, Site.UNKNOWN);
        CodeMode mode = mode();
        if (mode == null) {
            throw new ScriptError(Site.UNKNOWN, "kvmsh can't read code of " + made.vm().kernel().abi().arch());
        }
        made.slots().holding(address, 1);
        return new Disassembler().disassemble(mode, address, made.read(address, mode.most(instructions))).first(instructions);
    }

    @Override CodeMode mode() {
        if (vcpus.isEmpty()) {
            return CodeMode.ofReset(abi()).orElse(null);
        }
        MachineVcpu first = firstVcpu();
        return first.touch(() -> Architecture.of(abi()).mode(first.vcpu()));
    }

    /** Runs until an exit that no handler takes, at most ten seconds. */
    public Outcome run() {
        return run(Map.of());
    }

    /**
     * Runs every vCPU.
     *
     * @param arguments {@code until:} an exit or a block that answers true, {@code within:} a time; a run that ends
     *                  otherwise than {@code until:} says is an error, {@code steps:} so many instructions of the first vCPU
     */
    @Word(value = "run until an exit that no handler takes, or the one that until: names; within: a time, ten seconds where it says none; steps: so many instructions of the first vCPU",
            example = "m.run until: hlt, within: 2.s", js = "m.run({until: hlt, within: seconds(2)})", named = {"until", "within", "steps"})
    public Outcome run(Map<String, ?> arguments) {
        return run(arguments, null);
    }

    /** @param alone the vCPU that runs; null for every one */
    Outcome run(Map<String, ?> arguments, MachineVcpu alone) {
        RunRequest request = RunRequest.of(arguments, made.vm().kernel().abi());
        checkOpen();
        firstVcpu();
        if (request.steps() > 0) {
            debug.checkSteps();
        }
        Run run = new Run(request, handlers, console, exits, coalesced, alone == null ? List.copyOf(vcpus.values()) : List.of(alone));
        dirtyLog.prepare();
        begin(run);
        Outcome outcome;
        try {
            outcome = run.run();
            lastRun = outcome;
        } catch (HandlerFailed e) {
            running = null;
            close();
            throw e;
        } finally {
            running = null;
        }
        if (!request.isMetBy(outcome.exit(), outcome.name())) {
            throw new ScriptError(Site.UNKNOWN, "run until " + request.wish() + " ended with " + outcome.line(), outcome.report().isEmpty() ? "" : "where it stands:", outcome.report());
        }
        return outcome;
    }

    /** KVM_RUN of one vCPU as a script calls it. */
    Exit runByName(MachineVcpu vcpu, Map<String, ?> arguments) {
        Duration within = RunsByName.within(arguments);
        checkIdle("call KVM_RUN");
        try {
            return byName.run(vcpu, within);
        } finally {
            keepCoalesced();
        }
    }

    private synchronized void begin(Run run) {
        if (running != null || byName.isUnderWay()) {
            throw new ScriptError(Site.UNKNOWN, "this machine is running already");
        }
        running = run;
    }

    /** Any thread may call it. */
    @Word(value = "end the run that is under way, if one is", example = "m.stop()")
    public void stop() {
        Run run = running;
        if (run != null) {
            run.stop();
        }
        byName.stop();
    }

    @Override public Outcome lastRun() {
        return lastRun;
    }

    @Override public Exits getExits() {
        synchronized (handlers) {
            return exits.exits(console.answered());
        }
    }

    @Override void checkOpen() {
        if (closed) {
            throw new ScriptError(Site.UNKNOWN, "this machine is closed");
        }
    }

    @Word(value = "give everything back that the machine has of the kernel", example = "m.close()")
    @Override public void close() {
        if (running != null || byName.isUnderWay()) {
            throw new ScriptError(Site.UNKNOWN, "a running machine can't be closed", "end its run first: stop()");
        }
        if (!closed) {
            closed = true;
            onClose.accept(this);
            made.close();
        }
    }

    @Override public String toString() {
        List<String> parts = new ArrayList<>();
        for (MemoryConfig memory : config.memory()) {
            parts.add(Bits64.size(memory.size() == 0 ? made.sizeAt(memory.at()) : memory.size()) + " at " + Bits64.hex(memory.at()));
        }
        if (config.powerpc().rma() != null) {
            parts.add("an RMA of " + Bits64.size(config.powerpc().rma().size()));
        }
        parts.add(vcpus.size() + (vcpus.size() == 1 ? " vCPU" : " vCPUs"));
        return "machine on " + board + ": " + String.join(", ", parts) + (closed ? ", closed" : "");
    }
}
