package org.kvmsh.dsl.word;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.dsl.config.ArchWord;
import org.kvmsh.dsl.config.CallConfig;
import org.kvmsh.dsl.config.CpuConfig;
import org.kvmsh.dsl.config.Entry;
import org.kvmsh.dsl.config.StartConfig;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The words inside {@code vcpu(0) { }}. */
public class VcpuWords {
    private static final long REAL_MODE_END = 0xffff;
    private static final long PROTECTED_MODE_END = 0xffffffffL;

    private final Supplier<Site> here;
    private final Site site;
    private final int id;
    private StartConfig start;
    private final Map<String, Long> registers = new LinkedHashMap<>();
    private final List<CallConfig> calls = new ArrayList<>();
    private final List<ArchWord> ofArchitectures = new ArrayList<>();
    private CpuConfig cpu;
    private Site off;
    private Map<String, Object> vectors;

    public VcpuWords(int id, Supplier<Site> here) {
        this.id = id;
        this.here = here;
        this.site = here.get();
    }

    public final VcpuConfig config() {
        CpuConfig own = off == null
                ? cpu
                : new CpuConfig(cpu == null ? null : cpu.target(), cpu == null ? null : cpu.features(), true, off);
        return new VcpuConfig(id, withVectors(), registers, calls, own, true, site);
    }

    private StartConfig withVectors() {
        if (vectors == null) {
            return start;
        }
        return start == null
                ? new StartConfig(StartConfig.Mode.RESET, null, null, vectors, site)
                : start.at(start.address(), vectors);
    }

    /** The words that only some architectures have. */
    final List<ArchWord> ofArchitectures() {
        return ofArchitectures;
    }

    private void own(String word) {
        ofArchitectures.add(new ArchWord(
                word,
                List.of(Vocabulary.methods(getClass())
                        .get(word)
                        .getAnnotation(Word.class)
                        .arch()),
                here.get()));
    }

    @Word(
            value = "arm64: this vCPU's target: and features:, if they differ from those of the VM's cpu",
            example = "cpu features: ['PSCI_0_2', 'PMU_V3']",
            js = "v.cpu({features: ['PSCI_0_2', 'PMU_V3']})",
            named = {"target", "features"},
            arch = {Arch.ARM64, Arch.ARM})
    public void cpu(Map<String, ?> arguments) {
        own("cpu");
        cpu = Arm64Words.cpu(Vocabulary.named(getClass(), "cpu", arguments, here.get()), false, here.get());
    }

    @Word(
            value = "arm64: start powered off; another vCPU turns this one on with PSCI CPU_ON",
            example = "powerOff",
            js = "v.powerOff()",
            arch = {Arch.ARM64, Arch.ARM})
    public boolean getPowerOff() {
        own("powerOff");
        off = here.get();
        return true;
    }

    @Word(
            value = "start at an address, in the processor's reset mode: 16-bit real mode on x86, EL1 with the MMU off"
                    + " on arm64, 64-bit real mode on ppc64, S-mode with the MMU off on riscv64; with entry as the"
                    + " argument, or with no argument, start at the entry point of the loaded ELF file; real,"
                    + " prot32 and long64 also accept entry",
            example = "start 0x40000000")
    public void start(Object address) {
        start(StartConfig.Mode.RESET, address(address, "start"));
    }

    public void start() {
        start(Entry.ENTRY);
    }

    @Word(
            value = "x86: start in 16-bit real mode at an address below 64 KiB, with all segment bases 0",
            example = "real 0x1000",
            arch = Arch.X86_64)
    public void real(Object address) {
        Long at = address(address, "real");
        start(
                StartConfig.Mode.REAL,
                at == null ? null : (Long) Bits64.of(at, "the real-mode start address", 0, REAL_MODE_END, here.get()));
    }

    public void real() {
        real(Entry.ENTRY);
    }

    @Word(
            value = "x86: start in 32-bit protected mode with flat segments and no paging",
            example = "prot32 0x1000",
            arch = Arch.X86_64)
    public void prot32(Object address) {
        Long at = address(address, "prot32");
        start(
                StartConfig.Mode.PROT32,
                at == null
                        ? null
                        : (Long) Bits64.of(at, "the start address for prot32", 0, PROTECTED_MODE_END, here.get()));
    }

    public void prot32() {
        prot32(Entry.ENTRY);
    }

    @Word(
            value = "x86: start in 64-bit mode with the lowest 4 GiB identity-mapped; the page tables take"
                    + " 24 KiB of guest memory, at tables: or at a free address. idt: does the same as the"
                    + " word vectors",
            example = "long64 0x1000, idt: [UD: 'undefined', PF: 0x3000]",
            js = "long64(0x1000, {idt: {UD: 'undefined', PF: 0x3000}})",
            named = {"tables", "idt"},
            arch = Arch.X86_64)
    public void long64(Map<String, ?> arguments, Object address) {
        NamedArguments named = Vocabulary.named(getClass(), "long64", arguments, here.get());
        start(StartConfig.Mode.LONG64, address(address, "long64"), named.longOrNull("tables"));
        if (named.get("idt") != null) {
            vectors = handlers("idt:", named.get("idt"));
        }
    }

    public void long64(Object address) {
        long64(Map.of(), address);
    }

    public void long64() {
        long64(Entry.ENTRY);
    }

    @Word(
            value = "put kvmsh's exception vectors into guest memory, so that an exception ends the run with"
                    + " the exit 'exception' and a report: the exception's name and cause, the address, and"
                    + " the calls that led there. On x86, the vectors are an IDT, a GDT and a TSS (12 KiB) and"
                    + " need long64; the value may also list the guest's own handlers by vector, each a label"
                    + " in its asm or an address. If any of these handlers returns, compile the guest with"
                    + " -mno-red-zone. On arm64 and riscv64, the vectors take 4 KiB; on ppc64, they are at"
                    + " 0x100 to 0xfff. They use sscratch on riscv64 and SPRG0 on ppc64",
            example = "vectors true")
    public void vectors(Object handlers) {
        vectors = handlers("vectors", handlers);
    }

    /** {@code vectors UD: 'undefined'}. */
    public void vectors(Map<String, ?> handlers) {
        vectors = handlers("vectors", handlers);
    }

    private Map<String, Object> handlers(String word, Object said) {
        if (said == null || Boolean.FALSE.equals(said)) {
            return null;
        }
        Map<String, Object> gates = new LinkedHashMap<>();
        if (said instanceof Map<?, ?> map) {
            map.forEach((vector, handler) -> gates.put(
                    vector.toString(),
                    handler instanceof CharSequence label
                            ? label.toString()
                            : (Object) Bits64.of(handler, "the handler of " + vector, here.get())));
        } else if (!Boolean.TRUE.equals(said)) {
            throw new ScriptError(
                    here.get(),
                    word + " takes handlers keyed by vector, or true, not " + said,
                    "try: vectors true, or on x86: vectors UD: 'undefined', PF: 0x3000");
        }
        return gates;
    }

    /** Null for the entry of the ELF file. */
    private Long address(Object address, String word) {
        return address == Entry.ENTRY ? null : (Long) Bits64.of(address, "the start address of " + word, here.get());
    }

    private void start(StartConfig.Mode mode, Long address) {
        start(mode, address, null);
    }

    private void start(StartConfig.Mode mode, Long address, Long tables) {
        if (start != null) {
            throw new ScriptError(here.get(), "the vCPU's start state is given twice");
        }
        start = new StartConfig(mode, address, tables, null, here.get());
    }

    @Word(
            value = "call any vCPU ioctl, by name or number, after the registers are set",
            example = "ioctl KVM_SET_MP_STATE, mp_state: 0")
    public void ioctl(Map<String, ?> fields, Object named) {
        calls.add(new CallConfig(named, fields, here.get()));
    }

    public void ioctl(Object named, Object argument) {
        calls.add(new CallConfig(named, argument, here.get()));
    }

    public void ioctl(Object named) {
        calls.add(new CallConfig(named, null, here.get()));
    }

    @Word(
            value = "set any register before the first run: a system register, an MSR, a field of struct kvm_sregs, a"
                    + " one-reg by its constant or its id",
            example = "reg cr4: 0x620")
    public void reg(Map<String, ?> values) {
        regs(values);
    }

    /** {@code reg 0x6030000000100042, 0}. */
    public void reg(Number id, Number value) {
        reg(Bits64.hex(Bits64.of(id, "a one-reg's id", here.get())), value);
    }

    /** {@code reg 'cs.base', 0}. */
    public void reg(String name, Number value) {
        regs(Map.of(name, value));
    }

    @Word(
            value = "set general registers before the first run, by their architectural names: rax, x0, r3",
            example = "regs rax: 40, rbx: 2")
    public void regs(Map<String, ?> values) {
        values.forEach((name, value) -> {
            if (registers.put(name, Bits64.of(value, name, here.get())) != null) {
                throw new ScriptError(here.get(), "register " + name + " is set twice");
            }
        });
    }
}
