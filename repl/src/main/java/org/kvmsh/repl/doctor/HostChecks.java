package org.kvmsh.repl.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kvmsh.bindings.board.Board;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.BoardFacts;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.DeviceAccess;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.code.Assembler;
import org.kvmsh.bindings.code.CodeMode;
import org.kvmsh.bindings.code.Disassembler;

/** Looks for what kvmsh uses on this host. */
final class HostChecks {
    /** QEMU's programs with their Debian packages, by name. */
    private static final Map<String, String> EMULATORS = new TreeMap<>(Map.of(
            "qemu-system-x86_64",
            "qemu-system-x86",
            "qemu-system-aarch64",
            "qemu-system-arm",
            "qemu-system-ppc64",
            "qemu-system-ppc",
            "qemu-system-riscv64",
            "qemu-system-misc"));
    /** The tools that a kernel's build needs besides git; the Debian packages have the same names. */
    private static final List<String> BUILD_TOOLS = List.of("make", "gcc", "flex", "bison", "bc");

    private static final Path DEVICE = Path.of("/dev/kvm");
    private static final String X86 = "x86_64";

    private final Boards boards;
    private final Programs programs;

    HostChecks(Boards boards, Map<String, String> environment) {
        this.boards = boards;
        this.programs = new Programs(environment);
    }

    /** All findings, this host's KVM first. */
    List<HostFinding> all() {
        List<BoardEntry> entries = boards.all();
        List<HostFinding> findings = new ArrayList<>(kvm(entries));
        findings.addAll(virtualization(findings.get(0).present()));
        findings.add(HostFinding.ok(
                "java",
                System.getProperty("java.version") + ", " + System.getProperty("java.vendor") + ", "
                        + System.getProperty("java.home")));
        assemblers(findings);
        findings.add(disassembler());
        findings.add(program("git", "git", "applies patches to kernels"));
        findings.add(program("ssh", "openssh-client", "reaches boards named ssh:HOST"));
        EMULATORS.forEach(
                (emulator, debianPackage) -> findings.add(program(emulator, debianPackage, "runs emulated boards")));
        BUILD_TOOLS.forEach(tool -> findings.add(program(tool, tool, "builds kernels")));
        entries.stream()
                .filter(entry -> entry.kind() == BoardKind.EMULATED)
                .map(HostChecks::emulated)
                .forEach(findings::add);
        return findings;
    }

    private List<HostFinding> kvm(List<BoardEntry> entries) {
        List<HostFinding> findings = new ArrayList<>();
        for (BoardEntry entry : entries) {
            if (entry.name().equals(Boards.KVM)) {
                findings.addAll(
                        entry.isAvailable()
                                ? usable(entry)
                                : List.of(HostFinding.missing(Boards.KVM, entry.whyNot(), entry.howTo())));
            }
        }
        return findings;
    }

    private List<HostFinding> usable(BoardEntry entry) {
        try (Board board = boards.open(entry.name())) {
            Map<String, Object> facts = BoardFacts.of(board);
            Map<?, ?> capabilities = (Map<?, ?>) facts.get("capabilities");
            Map<?, ?> modules = (Map<?, ?>) facts.get("kvmModules");
            Map<?, ?> processor = (Map<?, ?>) facts.get("processor");
            boolean createsVms = facts.containsKey("vmCapabilities");
            List<HostFinding> findings = new ArrayList<>();
            findings.add(
                    createsVms
                            ? HostFinding.ok(
                                    Boards.KVM,
                                    entry.about() + ", " + facts.get("arch") + ", Linux " + facts.get("kernel") + ", "
                                            + capabilities.size() + " capabilities")
                            : HostFinding.missing(
                                    Boards.KVM,
                                    entry.about()
                                            + " opens, but KVM_CREATE_VM fails; for its errno, run: kvmsh -b kvm -e"
                                            + " 'vm { }'",
                                    null));
            findings.add(HostFinding.ok("kvm modules", modules(modules)));
            Object model = processor.get("model name");
            findings.add(
                    HostFinding.ok("processors", processor.get("processors") + (model == null ? "" : ", " + model)));
            return findings;
        } catch (BoardUnavailable e) {
            return List.of(HostFinding.missing(Boards.KVM, e.getMessage(), entry.howTo()));
        }
    }

    /** The findings that keep /dev/kvm from being used, whichever device the board kvm has. */
    private List<HostFinding> virtualization(boolean usable) {
        List<HostFinding> findings = new ArrayList<>();
        try {
            if (X86.equals(Boards.hostTable())) {
                String cpuinfo = Files.readString(Path.of("/proc/cpuinfo"));
                findings.add(Virtualization.processor(cpuinfo, usable));
                if (!Files.exists(DEVICE)) {
                    findings.add(HostFinding.missing("kvm module", "no " + DEVICE, Virtualization.load(cpuinfo)));
                }
            }
            if (Files.exists(DEVICE)) {
                findings.add(Virtualization.device(DeviceAccess.to(DEVICE)));
            }
        } catch (IOException e) {
            findings.add(HostFinding.missing("host", "cannot read its facts: " + e.getMessage(), "mount /proc"));
        }
        return findings;
    }

    /** With the parameter that lets a guest have a KVM of its own. */
    private static String modules(Map<?, ?> modules) {
        List<String> shown = new ArrayList<>();
        modules.forEach((module, parameters) -> {
            Object nested = ((Map<?, ?>) parameters).get("nested");
            shown.add(module + (nested == null ? "" : " nested=" + nested));
        });
        return shown.isEmpty() ? "built into the kernel" : String.join(", ", shown);
    }

    /** One finding for the modes that the same package assembles. */
    private void assemblers(List<HostFinding> findings) {
        Assembler assembler = new Assembler(programs);
        Map<String, List<CodeMode>> packages = new LinkedHashMap<>();
        Arrays.stream(CodeMode.values())
                .forEach(mode -> packages.computeIfAbsent(Assembler.install(mode), install -> new ArrayList<>())
                        .add(mode));
        packages.forEach((install, modes) -> {
            String missing = assembler.missing(modes.get(0));
            String names =
                    String.join(", ", modes.stream().map(CodeMode::toString).toList());
            findings.add(
                    missing == null
                            ? HostFinding.ok("assembler", names)
                            : HostFinding.missing("assembler", names + ": " + missing, install));
        });
    }

    private static HostFinding disassembler() {
        Disassembler disassembler = new Disassembler();
        return disassembler.isPresent()
                ? HostFinding.ok("disassembler", "libcapstone")
                : HostFinding.missing("disassembler", "libcapstone; code is shown as bytes", Disassembler.INSTALL);
    }

    private HostFinding program(String name, String debianPackage, String use) {
        Path found = programs.find(name);
        return found != null
                ? HostFinding.ok(name, found + "; " + use)
                : HostFinding.missing(name, "not found; " + use, "apt-get install " + debianPackage);
    }

    private static HostFinding emulated(BoardEntry entry) {
        String name = "board";
        return entry.isAvailable()
                ? HostFinding.ok(name, entry.name() + ", Linux " + entry.kernel())
                : HostFinding.missing(name, entry.name() + ": " + entry.whyNot(), entry.howTo());
    }
}
