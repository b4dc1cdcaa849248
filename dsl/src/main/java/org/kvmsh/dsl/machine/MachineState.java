package org.kvmsh.dsl.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.code.Disassembler;
import org.kvmsh.bindings.code.Disassembly;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.inspect.Capabilities;
import org.kvmsh.dsl.inspect.Exits;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.inspect.Loaded;
import org.kvmsh.dsl.inspect.MadeStep;
import org.kvmsh.dsl.inspect.MadeSteps;
import org.kvmsh.dsl.inspect.MemoryMap;
import org.kvmsh.dsl.inspect.MemoryWrite;
import org.kvmsh.dsl.inspect.Stats;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.GuestRange;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.NamedArguments;
import org.kvmsh.dsl.word.Vocabulary;
import org.kvmsh.dsl.word.Word;

/** The inspectable state of a machine besides its registers. */
public abstract class MachineState extends SymbolWords {
    /** How much of a guest's memory is looked at in one go. */
    private static final long MOST_BYTES = 64L << 20;
    private static final long MOST_INSTRUCTIONS = 100_000;
    private static final int USUAL_INSTRUCTIONS = 8;
    private static final int USUAL_BYTES = 64;
    /** Memory slots are whole pages. */
    private static final int PAGE = 4096;

    private volatile VmConfig config;
    private volatile boolean verifies;
    private volatile StopSettings shown = new StopSettings();
    private final Bringup made;
    private final List<MadeStep> steps;
    private final GuestLoader loader;
    private final GuestSymbols symbols;
    private final Changes changes = new Changes();

    MachineState(VmConfig config, Bringup made, List<MadeStep> steps, GuestLoader loader, Supplier<Site> place) {
        this.config = config;
        this.made = made;
        this.steps = new CopyOnWriteArrayList<>(steps);
        this.loader = loader;
        this.symbols = new GuestSymbols(made.vm().kernel().abi(), place);
        loader.names(symbols);
        symbols.loaded(config.loads());
    }

    /** What it was asked to be, and what was added. */
    public VmConfig config() {
        return config;
    }

    void config(VmConfig now) {
        config = now;
    }

    /** Those that created it, and those added later. */
    List<MadeStep> made() {
        return steps;
    }

    @Override GuestSymbols names() {
        return symbols;
    }

    /** How the last run ended; null before the first. */
    public abstract Outcome lastRun();

    Abi abi() {
        return made.vm().kernel().abi();
    }

    /** Shows at each stop what a session has asked for. */
    public void showing(StopSettings settings) {
        shown = settings;
    }

    StopSettings shown() {
        return shown;
    }

    /** Compares registers with what they were set to before each run, and records what words write. */
    public void verifying() {
        verifies = true;
        changes.record();
    }

    /** What a person may take back. */
    Changes changes() {
        return changes;
    }

    /** Whether it does. */
    public boolean verifies() {
        return verifies;
    }

    /** Refuses access after the machine is closed. */
    abstract void checkOpen();

    @Word(value = "read LENGTH bytes (default 64) of guest memory at ADDRESS, as a dump, numbers or text; assigning to the result writes guest memory. To write without reading, replace LENGTH "
            + "with hex:, bytes:, text:, u8:, u16:, u32: or u64: (board's byte order, or order:), or with fill: and length:. Memory that is read-only for the guest can be written",
            example = "m.mem 0x1000, 64", named = {"hex", "bytes", "text", "u8", "u16", "u32", "u64", "order", "fill", "length"})
    public GuestBytes mem(Number from, Number count) {
        checkOpen();
        long at = Bits64.of(from, "an address", Site.UNKNOWN);
        long length = Bits64.of(count, "a number of bytes", Site.UNKNOWN);
        if (length < 1 || length > MOST_BYTES) {
            throw new ScriptError(Site.UNKNOWN, "mem length " + length + " is out of range: use 1 byte to " + Bits64.size(MOST_BYTES));
        }
        return new GuestBytes(at, made.slots().bytes(at, (int) length), abi().order(), this::write).named(symbols);
    }

    /** {@code m.mem 0x1000}: 64 bytes, or those up to the end of the page. */
    public GuestBytes mem(Number from) {
        long at = Bits64.of(from, "an address", Site.UNKNOWN);
        int length = (int) Math.min(USUAL_BYTES, PAGE - (at & PAGE - 1));
        return mem(from, length).saying(length + " bytes (no length given); to choose one: mem " + Bits64.hex(at) + ", LENGTH");
    }

    /** {@code m.mem 'buffer', 16}: where the name is loaded. */
    public GuestBytes mem(String name, Number count) {
        return mem(symbols.physical(name), count);
    }

    public GuestBytes mem(String name) {
        return mem(symbols.physical(name));
    }

    public void mem(Map<String, ?> what, String name) {
        mem(what, symbols.physical(name));
    }

    /** {@code m.mem 0x1000, hex: '2a 00'}. */
    public void mem(Map<String, ?> what, Number from) {
        checkOpen();
        NamedArguments named = Vocabulary.named(MachineState.class, "mem", what, Site.UNKNOWN);
        write(Bits64.of(from, "an address", Site.UNKNOWN), MemoryWrite.of(named, abi().order(), MOST_BYTES));
    }

    /** Memory is about to be written; while the guest runs, nothing of it can be taken back. */
    private void overwriting(long at, long length) {
        if (changes.isRecording() && !isRunning()) {
            changes.memory(made.slots(), at, length);
        }
    }

    abstract boolean isRunning();

    private void write(long at, byte[] bytes) {
        checkOpen();
        overwriting(at, bytes.length);
        made.slots().write(at, bytes);
    }

    @Word(value = "write guest memory: hex:, bytes:, file: (a raw file), elf: (an ELF file's segments) or asm: (source text for GNU as, assembled for the first vCPU's "
            + "current mode unless bits: selects another)",
            example = "m.load at: 0x1000, hex: 'b8 2a 00 f4'", named = {"at", "hex", "bytes", "file", "elf", "asm", "bits"})
    public Loaded load(Map<String, ?> arguments) {
        checkOpen();
        return loader.load(arguments, arguments.containsKey("asm") ? mode() : null, range -> overwriting(range.at(), range.length()));
    }

    @Word(value = "COUNT instructions (default 8) from ADDRESS (default: the first vCPU's next instruction), decoded in the first vCPU's mode",
            example = "m.dis 0x1000, 5")
    public Disassembly dis(Number at, Number count) {
        checkOpen();
        long address = Bits64.of(at, "an address", Site.UNKNOWN);
        int instructions = (int) Bits64.of(count, "a count of instructions", 1, MOST_INSTRUCTIONS, Site.UNKNOWN);
        CodeMode mode = mode();
        if (mode == null) {
            throw new ScriptError(Site.UNKNOWN, "kvmsh cannot decode " + abi().arch() + " code");
        }
        made.slots().holding(address, 1);
        return new Disassembler().disassemble(mode, address, made.read(address, mode.most(instructions))).first(instructions).named(symbols);
    }

    /** {@code m.dis 'main', 5}: where the name is loaded. */
    public Disassembly dis(String name, Number count) {
        return dis(symbols.physical(name), count);
    }

    public Disassembly dis(String name) {
        return dis(symbols.physical(name));
    }

    /** {@code m.dis 0x1000}. */
    public Disassembly dis(Number at) {
        return dis(at, USUAL_INSTRUCTIONS);
    }

    /** {@code m.dis()}: the code that the first vCPU executes next. */
    public Disassembly dis() {
        checkOpen();
        return codeAtPc(USUAL_INSTRUCTIONS);
    }

    /** Instructions from where the first vCPU is. */
    abstract Disassembly codeAtPc(int count);

    /** What the first vCPU's instructions are now; null if kvmsh can't read them. */
    abstract CodeMode mode();

    @Word(value = "the exits of the machine's last run, or of direct KVM_RUN calls since then: the count for each reason, and the last exits with their answers", example = "m.exits.last")
    public abstract Exits getExits();

    @Word(value = "the steps of the machine's plan, with their calls and results", example = "m.steps.all[0].calls")
    public MadeSteps getSteps() {
        return new MadeSteps(List.copyOf(steps));
    }

    @Word(value = "the guest physical address map: memory slots, loads, in-kernel devices, handlers", example = "m.memmap.all[0].size")
    public MemoryMap getMemmap() {
        return map();
    }

    private MemoryMap map() {
        List<MemoryMap.Part> parts = new ArrayList<>();
        made.slots().all().forEach(slot -> parts.add(MemoryMap.Part.memory(slot, made.slots().has(slot, "KVM_MEM_READONLY"))));
        List<GuestRange> ranges = new ArrayList<>();
        steps.forEach(step -> ranges.addAll(step.ranges()));
        ranges.removeAll(loader.ranges());
        ranges.addAll(loader.ranges());
        ranges.forEach(range -> parts.add(MemoryMap.Part.of(range)));
        return MemoryMap.of(parts, config);
    }

    @Word(value = "the VM's statistics (KVM_GET_STATS_FD): names, values and units; each vCPU has its own", example = "m.stats.since earlier")
    public Stats getStats() {
        checkOpen();
        return Stats.of(made.vm());
    }

    @Word(value = "the capabilities whose names match a pattern: their values for KVM and this VM, and what they mean", example = "m.caps '*MEM*'")
    public Capabilities caps(String pattern) {
        checkOpen();
        return Capabilities.of(pattern, made.kvm(), made.vm());
    }
}
