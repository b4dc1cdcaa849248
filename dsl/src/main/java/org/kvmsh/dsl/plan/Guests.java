package org.kvmsh.dsl.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.code.CCompiler;
import org.kvmsh.bindings.code.CodeError;
import org.kvmsh.bindings.text.UserFolders;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.arch.GuestPlace;
import org.kvmsh.dsl.config.Image;
import org.kvmsh.dsl.config.LoadConfig;
import org.kvmsh.dsl.config.MemoryConfig;
import org.kvmsh.dsl.config.ReadyDeviceConfig;
import org.kvmsh.dsl.config.StartConfig;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.device.ReadyDevices;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.ScriptFile;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.QuotedText;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.Skipped;
import org.kvmsh.dsl.script.Source;

/**
 * A guest in C as what it consists of on a board: its compiled ELF file, memory, vCPUs that start in it, and the device
 * that takes its calls.
 */
final class Guests {
    private static final long USUAL_MEMORY = 4 << 20;
    private static final String NAME = "guest.c";

    private static final Pattern FLOATING_POINT = Pattern.compile("SSE|general-regs-only|floating|[fF]loat");

    private final GuestPlace place;
    private final LoadConfig load;
    private final Image.Guest guest;
    /** As it was written; null for a file. */
    private final String text;
    /** Where the text begins: in the script's file if it is there, otherwise in a file of its own. */
    private final Site begin;

    private Guests(GuestPlace place, LoadConfig load) {
        this.place = place;
        this.load = load;
        this.guest = (Image.Guest) load.image();
        this.text = guest.text() == null ? null : CText.of(guest.text());
        this.begin = begin();
    }

    private Site begin() {
        try {
            Path script = Path.of(load.site().source());
            if (text != null && Files.isRegularFile(script)) {
                int line = QuotedText.begin(Source.read(script, List.of()), load.site(), text);
                if (line > 0) {
                    return new Site(script.getFileName().toString(), line, 0);
                }
            }
        } catch (IOException | InvalidPathException e) {
            // What ran is not in a file, or no longer.
        }
        return new Site(NAME, 1, 0);
    }

    /**
     * The configuration with what its guest consists of.
     *
     * @param load the guest
     */
    static VmConfig place(VmConfig config, LoadConfig load, HostFacts host) {
        GuestPlace place = Architecture.of(host.abi()).planning().guest(host.abi());
        if (place == null) {
            throw new ScriptError(
                    load.site(),
                    "board " + host.boardName() + " is " + host.arch() + ", for which kvmsh has no guest library",
                    host.availableBoards(arch -> CCompiler.isFor(arch)));
        }
        return new Guests(place, load)
                .place(Architecture.of(host.abi()).planning().withGuest(config, host, load.site()));
    }

    private VmConfig place(VmConfig config) {
        ReadyDeviceConfig device = new ReadyDeviceConfig(
                ReadyDeviceConfig.Model.GUEST,
                place.kind(),
                place.at(),
                new ReadyDeviceConfig.Guest(
                        text,
                        begin.line(),
                        place.base(),
                        place.empty(),
                        place.mode().order(),
                        guest.args()),
                load.site());
        List<ReadyDeviceConfig> devices = new ArrayList<>(config.ready());
        ReadyDevices.places(device)
                .forEach(own -> own.places().alone(config.handlers(), config.answers(), "devices", load.site()));
        devices.add(device);
        // What is wrong in the script is told before the compiler is needed.
        List<MemoryConfig> memory = memory(config);
        List<VcpuConfig> vcpus = vcpus(config);
        List<LoadConfig> loads = new ArrayList<>(config.loads());
        loads.set(loads.indexOf(load), load.with(0, new Image.Elf(compiled().toString())));
        return config.with(memory, loads, vcpus).handling(config.handlers(), config.answers(), devices);
    }

    private List<MemoryConfig> memory(VmConfig config) {
        if (!config.memory().isEmpty()) {
            checkVectors(config.memory());
            return config.memory();
        }
        long size = guest.size() == null ? USUAL_MEMORY : guest.size();
        if (place.low() == 0) {
            return List.of(memory(place.base(), size));
        }
        long above = size - place.base();
        if (above <= 0) {
            throw new ScriptError(
                    load.site(),
                    "guest memory ends below the guest's load address, " + Bits64.hex(place.base()),
                    "try: size " + Bits64.size(place.base() + USUAL_MEMORY));
        }
        return List.of(memory(place.lowest(), place.low() - place.lowest()), memory(place.base(), above));
    }

    private void checkVectors(List<MemoryConfig> memory) {
        boolean isNeeded = place.lowest() < place.empty() && place.low() != 0;
        if (isNeeded
                && memory.stream()
                        .noneMatch(each ->
                                each.at() <= place.empty() && each.at() + each.size() >= GuestPlace.NULL_PAGE)) {
            throw new ScriptError(
                    load.site(),
                    "a guest in C on " + place.mode() + " has its interrupt vectors at " + Bits64.hex(place.empty())
                            + " to 0xfff, where this VM has no memory",
                    "try: memory at: 0, size: " + Bits64.size(place.low()));
        }
    }

    private MemoryConfig memory(long at, long size) {
        return new MemoryConfig(at, size, load.site());
    }

    /** Each vCPU without a start of its own runs the guest's main. */
    private List<VcpuConfig> vcpus(VmConfig config) {
        StartConfig start = new StartConfig(place.start(), null, null, place.exceptions(), load.site());
        if (config.vcpus().isEmpty()) {
            return List.of(started(new VcpuConfig(0, null, Map.of(), List.of(), null, true, load.site()), start));
        }
        return config.vcpus().stream()
                .map(vcpu -> vcpu.start() != null ? vcpu : started(vcpu, start))
                .toList();
    }

    private VcpuConfig started(VcpuConfig vcpu, StartConfig start) {
        if (vcpu.id() >= CCompiler.VCPUS) {
            throw new ScriptError(
                    vcpu.site(),
                    "a guest in C has stacks for vCPUs 0 to " + (CCompiler.VCPUS - 1) + " only, not for vCPU "
                            + vcpu.id());
        }
        Map<String, Long> registers = new LinkedHashMap<>(vcpu.registers());
        place.registers().forEach(registers::putIfAbsent);
        registers.put(place.number(), (long) vcpu.id());
        return new VcpuConfig(vcpu.id(), start, registers, vcpu.calls(), vcpu.cpu(), true, vcpu.site());
    }

    private Path compiled() {
        Map<String, String> environment = System.getenv();
        CCompiler compiler = new CCompiler(
                new Programs(environment), UserFolders.of(environment).cache().resolve("guests"));
        Path elf;
        try {
            elf = compiler.compile(place.mode(), place.base(), source());
        } catch (CodeError e) {
            throw refused(e);
        } catch (IOException e) {
            throw new ScriptError(load.site(), "the guest cannot be compiled: " + e.getMessage(), e);
        }
        if (elf == null) {
            throw new Skipped(compiler.missing(place.mode()) + "; " + CCompiler.install(place.mode()));
        }
        return elf;
    }

    private CCompiler.Source source() throws IOException {
        if (text != null) {
            return new CCompiler.Source(
                    begin.source(),
                    "#include \"kvmsh.h\"\n#line " + begin.line() + " \""
                            + begin.source().replaceAll("[\\\\\"]", "\\\\$0") + "\"\n" + text + "\n",
                    null);
        }
        Path file = ScriptFile.of(guest.file(), load.site());
        return new CCompiler.Source(file.getFileName().toString(), Files.readString(file), file.getParent());
    }

    private ScriptError refused(CodeError error) {
        List<String> said = new ArrayList<>(error.notes());
        if (FLOATING_POINT.matcher(error.getMessage()).find()) {
            said.add(
                    "a guest in C cannot use float or double: floating point is not enabled when a vCPU starts; use integers");
        }
        String[] notes = said.toArray(String[]::new);
        return text != null
                ? new ScriptError(load.site(), "the guest does not compile: " + error.getMessage(), error, notes)
                        .inText(text, error.line() - begin.line() + 1)
                : new ScriptError(
                        load.site(),
                        (error.line() == 0 ? guest.file() : guest.file() + ":" + error.line()) + ": "
                                + error.getMessage(),
                        error,
                        notes);
    }
}
