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
import org.kvmsh.bindings.kvm.Device;
import org.kvmsh.bindings.kvm.KvmFile;
import org.kvmsh.dsl.call.IoctlScope;
import org.kvmsh.dsl.call.Memory;
import org.kvmsh.dsl.look.Exits;
import org.kvmsh.dsl.look.MadeStep;
import org.kvmsh.dsl.plan.Bringup;
import org.kvmsh.dsl.register.VcpuMode;
import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.MemorySpec;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.spec.VmSpec;
import org.kvmsh.dsl.word.Word;

/** A spec brought to life: a VM with its memory, vCPUs and handlers. */
public final class Machine extends MachineState implements AutoCloseable {
    /** How long a run may take that says nothing of it. */
    public static final Duration WITHIN = Duration.ofSeconds(10);

    private static final long MOST_INSTRUCTIONS = 100_000;

    private final VmSpec spec;
    private final String board;
    private final Bringup made;
    private final Consumer<Machine> onClose;
    private final HandlerTable handlers;
    private final Console console = new Console();
    private final ExitLog exits;
    private final Map<Integer, MachineVcpu> vcpus = new TreeMap<>();
    private volatile Run running;
    private Outcome lastRun;
    private boolean closed;

    Machine(VmSpec spec, String board, Bringup made, List<MadeStep> steps, Consumer<Machine> onClose) {
        super(spec, made, steps);
        this.spec = spec;
        this.board = board;
        this.made = made;
        this.onClose = onClose;
        this.handlers = new HandlerTable(spec.handlers());
        this.exits = new ExitLog(made.vm().kernel().abi());
        made.vcpus().forEach((id, vcpu) -> vcpus.put(id, new MachineVcpu(this, id, vcpu)));
        if (!spec.answers().isEmpty()) {
            ExitAnswers answers = console.table(spec.answers(), made.vm().kernel().abi());
            made.vcpus().values().forEach(vcpu -> vcpu.answer(answers));
        }
    }

    @Word(value = "what the guest wrote to its console so far", example = "m.console")
    public String getConsole() {
        return console.text();
    }

    @Word(value = "any ioctl of the VM by its name: its fields by name, or one value; the answer is a number or what the struct holds then", example = "m.ioctl KVM_SET_TSS_ADDR, 0xfffbd000")
    public Object ioctl(Object named) {
        return scope().ioctl(named);
    }

    public Object ioctl(Object named, Object argument) {
        return scope().ioctl(named, argument);
    }

    public Object ioctl(Map<String, ?> fields, Object named) {
        return scope().ioctl(fields, named);
    }

    @Word(value = "so many bytes of zeroed memory for a pointer field, given back with the machine", example = "def log = m.allocate 4.KB")
    public Memory allocate(Number size) {
        return scope().allocate(size);
    }

    @Word(value = "a device that KVM_CREATE_DEVICE made, by its descriptor", example = "m.device(fd).ioctl KVM_HAS_DEVICE_ATTR, group: 0, attr: 0")
    public IoctlScope device(Number fd) {
        checkOpen();
        return new IoctlScope(new Device(made.vm().kernel(), fd.intValue()), made::keep);
    }

    private IoctlScope scope() {
        return scope(made.vm());
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
    public VmSpec spec() {
        return spec;
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
        CodeMode mode = vcpus.isEmpty() ? CodeMode.ofReset(made.vm().kernel().abi()).orElse(null) : VcpuMode.of(firstVcpu().vcpu());
        if (mode == null) {
            throw new ScriptError(Site.UNKNOWN, "kvmsh can't read code of " + made.vm().kernel().abi().arch());
        }
        byte[] bytes = made.read(address, mode.most(instructions));
        if (bytes == null) {
            throw new ScriptError(Site.UNKNOWN, "there is no guest memory at " + Bits64.hex(address), "it is " + this);
        }
        return new Disassembler().disassemble(mode, address, bytes).first(instructions);
    }

    /** Runs until an exit that no handler takes, at most ten seconds. */
    public Outcome run() {
        return run(Map.of());
    }

    /**
     * Runs every vCPU.
     *
     * @param arguments {@code until:} an exit or a block that answers true, {@code within:} a time; a run that ends
     *                  otherwise than {@code until:} says is an error
     */
    @Word(value = "run until an exit that no handler takes, or the one that until: names; within: a time, ten seconds where it says none",
            example = "m.run until: hlt, within: 2.s", js = "m.run({until: hlt, within: seconds(2)})", named = {"until", "within"})
    public Outcome run(Map<String, ?> arguments) {
        RunRequest request = RunRequest.of(arguments, made.vm().kernel().abi());
        checkOpen();
        firstVcpu();
        Run run = new Run(request, handlers, console, exits, List.copyOf(vcpus.values()));
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
        if (!request.isMetBy(outcome)) {
            throw new ScriptError(Site.UNKNOWN, "run until " + request.wish() + " ended with " + outcome, "registers then:", vcpu(outcome.vcpu()).toString());
        }
        return outcome;
    }

    private synchronized void begin(Run run) {
        if (running != null) {
            throw new ScriptError(Site.UNKNOWN, "this machine is running already");
        }
        running = run;
    }

    /** Any thread may call it. */
    @Word(value = "end the run that is under way, if one is", example = "m.stop()")
    public void stop() {
        Run run = running;
        if (run != null) {
            run.stop(ExitReason.STOPPED);
        }
    }

    @Override Outcome lastRun() {
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
        if (running != null) {
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
        for (MemorySpec memory : spec.memory()) {
            parts.add(Bits64.size(memory.size() == 0 ? made.sizeAt(memory.at()) : memory.size()) + " at " + Bits64.hex(memory.at()));
        }
        if (spec.powerpc().rma() != null) {
            parts.add("an RMA of " + Bits64.size(spec.powerpc().rma().size()));
        }
        parts.add(vcpus.size() + (vcpus.size() == 1 ? " vCPU" : " vCPUs"));
        return "machine on " + board + ": " + String.join(", ", parts) + (closed ? ", closed" : "");
    }
}
