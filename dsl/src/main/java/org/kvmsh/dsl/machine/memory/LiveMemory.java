package org.kvmsh.dsl.machine.memory;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.dsl.arch.Planning;
import org.kvmsh.dsl.config.LoadConfig;
import org.kvmsh.dsl.inspect.GuestBytes;
import org.kvmsh.dsl.inspect.Loaded;
import org.kvmsh.dsl.inspect.MadeStep;
import org.kvmsh.dsl.inspect.MemoryMap;
import org.kvmsh.dsl.inspect.MemoryWrite;
import org.kvmsh.dsl.machine.vcpu.LiveMachine;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.GuestRange;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.script.AddressList;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.variable.VariableMemory;
import org.kvmsh.dsl.word.NamedArguments;

/** The memory of a live machine's guest: what words read, write, load and disassemble. */
public final class LiveMemory {
    /** The most bytes of a guest's memory that are read in one go. */
    private static final long MOST_BYTES = 64L << 20;

    private static final int USUAL_BYTES = 64;
    /** Memory slots are whole pages. */
    private static final int PAGE = 4096;

    private final LiveMachine machine;
    private final GuestLoader loader;
    private final GuestSymbols symbols;
    private final DirtyLog dirtyLog;

    /** The memory of a machine. */
    public LiveMemory(LiveMachine machine, GuestLoader loader, GuestSymbols symbols) {
        this.machine = machine;
        this.loader = loader;
        this.symbols = symbols;
        this.dirtyLog = new DirtyLog(machine.made());
        loader.names(symbols);
        symbols.memory(new OfVariables());
        symbols.loaded(machine.config().loads());
    }

    /** The names of addresses. */
    public GuestSymbols symbols() {
        return symbols;
    }

    /** The current position of the script; refuses access after the machine is closed. */
    public Site here() {
        machine.checkOpen();
        return machine.place();
    }

    /** Some bytes of it, which can be assigned. */
    public GuestBytes bytes(Number from, Number count) {
        machine.checkOpen();
        long at = Bits64.of(from, "an address", Site.UNKNOWN);
        return named(at, made().slots().bytes(at, length(count)), this::write);
    }

    /** Bytes that were read, with the names of their addresses. */
    GuestBytes named(long at, byte[] bytes, GuestBytes.Destination destination) {
        return new GuestBytes(at, bytes, abi().order(), destination).named(symbols);
    }

    /** A number of bytes that are read in one go. */
    static int length(Number count) {
        long length = Bits64.of(count, "a number of bytes", Site.UNKNOWN);
        if (length < 1 || length > MOST_BYTES) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "mem length " + length + " is out of range: use 1 byte to " + Bits64.size(MOST_BYTES));
        }
        return (int) length;
    }

    /** 64 bytes, or those up to the end of the page. */
    static int usualLength(long at) {
        return (int) Math.min(USUAL_BYTES, PAGE - (at & PAGE - 1));
    }

    /** 64 bytes, or those up to the end of the page. */
    public GuestBytes bytes(Number from) {
        int length = usualLength(Bits64.of(from, "an address", Site.UNKNOWN));
        return bytes(from, length).saying(length + " bytes (default; to change it, give a length after the address)");
    }

    /** The memory at guest physical addresses. */
    public PagedMemory physical() {
        return new PagedMemory(address -> address, made().slots(), this::write);
    }

    /** The memory at the addresses that a vCPU uses now. */
    public PagedMemory of(VcpuEngine vcpu) {
        return new PagedMemory(vcpu::physical, made().slots(), this::write);
    }

    /** The memory that variables are in. */
    private final class OfVariables implements VariableMemory {
        @Override
        public byte[] read(long at, int length) {
            machine.checkOpen();
            return made().slots().bytes(at, length);
        }

        @Override
        public void write(long at, byte[] bytes) {
            LiveMemory.this.write(at, bytes);
        }

        @Override
        public long physical(long address, long size, String pointer) {
            long physical = physical(address, pointer);
            long last = address + size - 1;
            boolean isInOnePage = size <= 1 || ((address ^ last) & -Planning.LEAST_PAGE) == 0;
            if (!isInOnePage && physical(last, pointer) != physical + size - 1) {
                throw new ScriptError(
                        Site.UNKNOWN,
                        pointer + " is " + Bits64.hex(address) + ", but the " + size
                                + " bytes there are not contiguous in guest physical memory");
            }
            return physical;
        }

        private long physical(long address, String pointer) {
            VcpuEngine vcpu = machine.engines().stream().findFirst().orElse(null);
            long translated = vcpu == null ? address : vcpu.physical(address);
            // A file's addresses are known while translation is off, and where kvmsh cannot read page tables.
            Long loaded =
                    translated == address || translated == ProgramCounter.NOWHERE ? symbols.loaded(address) : null;
            long physical = loaded == null ? translated : loaded;
            if (physical == ProgramCounter.NOWHERE || made().slots().at(physical) == null) {
                throw new ScriptError(
                        Site.UNKNOWN,
                        pointer + " is "
                                + (physical == ProgramCounter.NOWHERE && vcpu != null
                                        ? vcpu.whyNowhere(address).replaceFirst(" ", ", which ")
                                        : Bits64.hex(address) + ", which is not in any memslot"));
            }
            return physical;
        }

        @Override
        public ByteOrder order() {
            return abi().order();
        }

        @Override
        public SymbolNames names() {
            return symbols;
        }
    }

    /** Writes what the named arguments of a word are. */
    public void write(NamedArguments what, Number from) {
        machine.checkOpen();
        write(Bits64.of(from, "an address", Site.UNKNOWN), MemoryWrite.of(what, abi().order(), MOST_BYTES));
    }

    /** Writes bytes at a guest physical address. */
    public void write(long at, byte[] bytes) {
        machine.checkOpen();
        machine.overwriting(at, bytes.length);
        made().slots().write(at, bytes);
    }

    /** Loads an image; a text without a mode is assembled for the first vCPU's current one. */
    public Loaded load(LoadConfig load, boolean assembles) {
        return loader.load(load, assembles ? machine.mode() : null, range -> {
            if (range.space() == 0) {
                machine.overwriting(range.at(), range.length());
            }
        });
    }

    /** What the first vCPU's instructions are now; null if kvmsh can't read them. */
    CodeMode mode() {
        return machine.mode();
    }

    /** Some bytes that instructions are read from; a first one that is not in a memslot is refused. */
    byte[] code(long at, int most) {
        machine.checkOpen();
        made().slots().holding(at, 1);
        return made().read(at, most);
    }

    /** The guest physical address map, of which steps have created parts. */
    public MemoryMap map(List<MadeStep> steps) {
        List<MemoryMap.Part> parts = new ArrayList<>();
        made().slots()
                .all()
                .forEach(slot ->
                        parts.add(MemoryMap.Part.memory(slot, made().slots().has(slot, "KVM_MEM_READONLY"))));
        List<GuestRange> ranges = new ArrayList<>();
        steps.forEach(step -> ranges.addAll(step.ranges()));
        ranges.removeAll(loader.ranges());
        ranges.addAll(loader.ranges());
        ranges.forEach(range -> parts.add(MemoryMap.Part.of(range)));
        return MemoryMap.of(parts, machine.config());
    }

    /** The addresses of the pages written since the previous call; the first call starts logging. */
    public List<Long> dirty() {
        machine.checkOpen();
        return new AddressList(dirtyLog.pages());
    }

    /** Does what cannot be done while vCPUs run. */
    public void beforeRun() {
        dirtyLog.prepare();
    }

    private Bringup made() {
        return machine.made();
    }

    Abi abi() {
        return made().vm().kernel().abi();
    }
}
