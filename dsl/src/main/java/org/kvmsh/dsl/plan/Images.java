package org.kvmsh.dsl.plan;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.kvmsh.bindings.code.Assembled;
import org.kvmsh.bindings.code.Assembler;
import org.kvmsh.bindings.code.CodeError;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.code.ElfImage;
import org.kvmsh.bindings.text.Nearest;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.config.Image;
import org.kvmsh.dsl.config.LoadConfig;
import org.kvmsh.dsl.config.MemoryConfig;
import org.kvmsh.dsl.config.StartConfig;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.ScriptFile;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Files and texts of a configuration, resolved for a board: files found and measured, ELF files parsed, texts
 * assembled; guest memory is not touched.
 */
public final class Images {
    private static final long PAGE = 0x1000;

    private final VmConfig config;
    private final HostFacts host;
    /** The mode for assembling text without one; null for the mode in which the first vCPU starts. */
    private final CodeMode current;

    private final List<LoadConfig> placed = new ArrayList<>();
    /** The addresses of the labels of what was assembled. */
    private final Map<String, Set<Long>> labels = new TreeMap<>();

    private Long entry;

    /**
     * An image in the form that is loaded into memory.
     *
     * @param parts bytes, and parts of files
     * @param entry where an ELF file begins; null if it is not one
     */
    public record Placed(List<LoadConfig> parts, Long entry) {}

    private Images(VmConfig config, HostFacts host, CodeMode current) {
        this.config = config;
        this.host = host;
        this.current = current;
    }

    /**
     * An image for a machine that exists.
     *
     * @param current the mode for assembling text without one; null for the mode in which the board's vCPUs start
     */
    public static Placed place(LoadConfig load, HostFacts host, CodeMode current) {
        Images images = new Images(null, host, current);
        images.place(load);
        return new Placed(List.copyOf(images.placed), images.entry);
    }

    /** The configuration with images whose bytes are counted, and with vCPUs that begin at an address. */
    static VmConfig place(VmConfig config, HostFacts host) {
        Images images = new Images(config, host, null);
        config.loads().forEach(images::place);
        return config.with(
                config.memory().stream().map(Images::sized).toList(),
                images.placed,
                config.vcpus().stream().map(images::started).toList());
    }

    private void place(LoadConfig load) {
        if (load.image() instanceof Image.RawFile raw) {
            Path file = ScriptFile.of(raw.file(), load.site());
            long size = ScriptFile.size(file, load.site());
            placed.add(load.with(load.at(), new Image.FilePart(file.toString(), 0, size, size, null)));
        } else if (load.image() instanceof Image.Elf elf) {
            place(load, ScriptFile.of(elf.file(), load.site()));
        } else if (load.image() instanceof Image.Asm asm) {
            Assembled code = assembled(asm, load.at(), load.site());
            code.labels()
                    .forEach((label, at) ->
                            labels.computeIfAbsent(label, l -> new TreeSet<>()).add(at));
            placed.add(load.with(load.at(), new Image.Bytes(code.bytes(), code.labels())));
        } else {
            placed.add(load);
        }
    }

    private void place(LoadConfig load, Path file) {
        ElfImage elf;
        try {
            elf = ElfImage.read(file);
        } catch (CodeError e) {
            throw new ScriptError(
                    load.site(),
                    file.getFileName() + ": " + e.getMessage(),
                    e,
                    e.notes().toArray(String[]::new));
        } catch (IOException e) {
            throw ScriptFile.unreadable(file, e, load.site());
        }
        check(elf, file, load.site());
        for (ElfImage.Segment segment : elf.segments()) {
            placed.add(load.with(
                    segment.at() + load.at(),
                    new Image.FilePart(
                            file.toString(), segment.offset(), segment.bytes(), segment.memory(), load.at())));
        }
        entry = entry == null ? elf.entry() + load.at() : entry;
    }

    private void check(ElfImage elf, Path file, Site site) {
        String is = elf.arch() != host.arch()
                ? "for " + elf.machineName()
                : elf.order() != host.abi().order() ? words(elf.order()) : null;
        if (is != null) {
            throw new ScriptError(
                    site,
                    file.getFileName() + " is " + is + "; board " + host.boardName() + " is "
                            + (elf.arch() != host.arch()
                                    ? host.arch()
                                    : words(host.abi().order())),
                    host.availableBoards(arch -> arch == elf.arch()),
                    "to load a file as is, use load file:");
        }
    }

    private static String words(ByteOrder order) {
        return order == ByteOrder.BIG_ENDIAN ? "big-endian" : "little-endian";
    }

    private Assembled assembled(Image.Asm asm, long at, Site site) {
        CodeMode mode = mode(asm, site);
        try {
            return new Assembler().assemble(mode, at, asm.text());
        } catch (CodeError e) {
            throw refused(mode, site, e, asm.text());
        }
    }

    /** The error for what as and ld report of a line: it names the mode that the text was assembled for. */
    public static ScriptError refused(CodeMode mode, Site site, CodeError error, String text) {
        return new ScriptError(
                        site,
                        error.line() == 0
                                ? error.getMessage()
                                : "cannot assemble this text for " + mode + ": " + error.getMessage(),
                        error,
                        error.notes().toArray(String[]::new))
                .inText(text, error.line());
    }

    private CodeMode mode(Image.Asm asm, Site site) {
        CodeMode reset = CodeMode.ofReset(host.abi())
                .orElseThrow(() -> new ScriptError(
                        site,
                        "kvmsh cannot assemble for " + host.arch(),
                        "assemble it elsewhere and use load file: or hex:"));
        if (asm.bits() == null && current != null) {
            return current;
        }
        StartConfig first = config == null || config.vcpus().isEmpty()
                ? null
                : config.vcpus().get(0).start();
        return Architecture.of(host.abi()).planning().asmMode(reset, asm.bits(), first, host, site);
    }

    private static MemoryConfig sized(MemoryConfig memory) {
        if (memory.file() == null) {
            return memory;
        }
        Path file = ScriptFile.of(memory.file(), memory.site());
        long size = ScriptFile.size(file, memory.site());
        return memory.of(file.toString(), memory.size() == 0 ? size + PAGE - 1 & -PAGE : memory.size());
    }

    private VcpuConfig started(VcpuConfig vcpu) {
        StartConfig start = vcpu.start();
        if (start == null || start.address() != null && start.vectors() == null) {
            return vcpu;
        }
        if (start.address() == null && entry == null) {
            throw new ScriptError(
                    start.site(),
                    "entry point needs load elf:",
                    "try: load elf: 'kernel.elf', or give an address: start " + Bits64.hex(PAGE));
        }
        StartConfig found = start.at(start.address() == null ? entry : start.address(), handlers(start));
        return vcpu.with(found);
    }

    private Map<String, Object> handlers(StartConfig start) {
        if (start.vectors() == null) {
            return null;
        }
        Map<String, Object> handlers = new LinkedHashMap<>();
        start.vectors()
                .forEach((vector, handler) ->
                        handlers.put(vector, handler instanceof String label ? labeled(label, start.site()) : handler));
        return handlers;
    }

    private Object labeled(String label, Site site) {
        Set<Long> at = labels.getOrDefault(label, Set.of());
        if (at.size() != 1) {
            throw new ScriptError(
                    site,
                    at.isEmpty()
                            ? "the label " + label + " is not defined by the asm: of any load in this VM"
                            : "the label " + label + " is defined by several loads: "
                                    + at.stream().map(Bits64::hex).toList(),
                    Nearest.note(label, labels.keySet()));
        }
        return at.iterator().next();
    }
}
