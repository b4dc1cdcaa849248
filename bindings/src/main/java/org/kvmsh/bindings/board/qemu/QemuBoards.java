package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.BoardEntry;
import org.kvmsh.bindings.board.BoardKind;
import org.kvmsh.bindings.board.BoardLoad;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.bindings.board.BoardNotSetUp;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.ConnectedBoard;
import org.kvmsh.bindings.board.EmulatedBoards;
import org.kvmsh.bindings.board.Folders;
import org.kvmsh.bindings.board.KeptKernel;
import org.kvmsh.bindings.board.KernelRequest;
import org.kvmsh.bindings.board.KnownKernel;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.board.Progress;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.remote.RemoteKernel;

/** The boards that run in QEMU: real kernels of other architectures with their real KVM. */
final class QemuBoards implements EmulatedBoards {
    private static final String KERNEL = "kernel";
    private static final List<String> OPTIONS = List.of(
            KERNEL,
            "modules",
            "append",
            "cpu",
            QemuCommand.CPUS,
            "memory",
            "qemu",
            "wait",
            "tree",
            "config",
            "debug",
            QemuProfile.RELEASE);
    /** The limit of silence from a board's start on; a custom kernel that probes a lot at boot may need that long. */
    private static final String PATIENCE_S = "60";
    /**
     * Room for QEMU itself, most of it for translated code. All of a QEMU that ran scripts of scripts/suite on arm64,
     * riscv64 or ppc64 had at most 263 MB, since a guest touches little of its memory.
     */
    private static final int QEMU_MEGABYTES = 256;

    private final Map<String, String> environment;
    private final Programs programs;
    private final BoardStore store;
    private final QemuKernels kernels;

    QemuBoards(Map<String, String> environment) {
        this.environment = environment;
        this.programs = new Programs(environment);
        this.store = new BoardStore(environment);
        this.kernels = new QemuKernels(environment, store);
    }

    @Override
    public String setUp(BoardName name, boolean jvm, Progress progress) throws BoardUnavailable {
        check(name);
        QemuProfile profile = profile(name);
        if (jvm && profile.whyNoJvm() != null) {
            throw noJvm(profile);
        }
        return new QemuSetup(environment, progress).setUp(profile, jvm);
    }

    @Override
    public String update(BoardName name, boolean look, Progress progress) throws BoardUnavailable {
        check(name);
        QemuProfile profile = profile(name);
        if (profile.isBuilt()) {
            throw needsBuild(profile);
        }
        return new QemuSetup(environment, progress).update(profile, look);
    }

    @Override
    public List<String> bundle(Path file, List<BoardName> names) throws BoardUnavailable {
        List<QemuProfile> wanted = names.isEmpty()
                ? debian().filter(profile -> store.kernel(profile) != null).toList()
                : profiles(names);
        if (wanted.isEmpty()) {
            throw new BoardUnavailable(
                    "no board is set up: there is nothing to bundle; set one up with kvmsh boards setup NAME");
        }
        for (QemuProfile profile : wanted) {
            if (store.kernel(profile) == null) {
                throw new BoardUnavailable(
                        profile.boardName() + " is not set up: there is no kernel to bundle" + setUp(profile));
            }
        }
        return new BundledBoards(store, file).write(wanted);
    }

    @Override
    public List<String> unbundle(Path file, List<BoardName> names) throws BoardUnavailable {
        return new BundledBoards(store, file)
                .read(profiles(names)).stream().map(QemuProfile::boardName).toList();
    }

    @Override
    public String ready(BoardName name) throws BoardUnavailable {
        return new QemuSetup(environment, Progress.NONE).ready(profile(name));
    }

    private List<QemuProfile> profiles(List<BoardName> names) throws NoSuchBoard {
        for (BoardName name : names) {
            check(name);
            if (profile(name).isBuilt()) {
                throw needsBuild(profile(name));
            }
        }
        return names.stream().map(QemuBoards::profile).toList();
    }

    @Override
    public List<String> updatable() {
        Map<String, String> boards = new LinkedHashMap<>();
        debian().filter(profile -> store.kernel(profile) != null)
                .forEach(profile -> boards.putIfAbsent(profile.kernelFolder(), profile.boardName()));
        return List.copyOf(boards.values());
    }

    @Override
    public String remove(BoardName name) throws BoardUnavailable {
        check(name);
        QemuProfile profile = profile(name);
        if (profile.isBuilt()) {
            throw new NoSuchBoard(profile.boardName()
                    + " has no installed kernel to remove; to remove one that was built: kvmsh kernel remove "
                    + profile.boardName() + " " + profile.builtKernel());
        }
        return store.remove(profile);
    }

    @Override
    public String buildKernel(BoardName name, KernelRequest request, Progress progress) throws BoardUnavailable {
        name.allowOptions(List.of());
        return kernels.build(profile(name), request, progress);
    }

    @Override
    public List<KeptKernel> kernels() {
        return kernels.kept();
    }

    @Override
    public void removeKernel(BoardName name, String kernel) throws BoardUnavailable {
        name.allowOptions(List.of());
        kernels.remove(profile(name), kernel);
    }

    @Override
    public int runInside(BoardName name, List<Path> jars, Path script, int seconds, PrintWriter out)
            throws BoardUnavailable {
        check(name);
        QemuProfile profile = profile(name);
        if (profile.whyNoJvm() != null) {
            throw noJvm(profile);
        }
        if (store.jvm(profile) == null) {
            throw new BoardUnavailable(
                    name.base() + " has no JVM; install one with kvmsh boards setup --jvm " + profile.quotedName());
        }
        InnerRun run = new InnerRun(jars, script, seconds, out);
        try (QemuMachine machine = started(
                name,
                profile,
                emulator(name, profile),
                kernels.of(name, profile, Progress.NONE),
                true,
                (kernel, folder) -> {
                    Path file = folder.resolve("initramfs");
                    store.initramfs(profile, kernel, file, parameters(name, profile), run);
                    return file;
                })) {
            return run.status(machine, name.base());
        } catch (IOException e) {
            throw new BoardUnavailable(name.base() + ": " + e.getMessage(), e);
        }
    }

    private static NoSuchBoard needsBuild(QemuProfile profile) {
        return new NoSuchBoard(
                profile.boardName() + " boots a kernel that you build, not one of Debian's: " + profile.buildCommand());
    }

    private static NoSuchBoard noJvm(QemuProfile profile) {
        return new NoSuchBoard(profile.boardName() + " cannot run kvmsh itself: " + profile.whyNoJvm());
    }

    @Override
    public boolean isInstalled(String board) {
        return QemuProfile.all().stream()
                .anyMatch(profile -> profile.boardName().equals(board) && programs.find(profile.emulator()) != null);
    }

    @Override
    public List<BoardEntry> entries() {
        return profiles()
                .map(profile -> entry(profile, profile.emulator(), kernels.installed(profile), kernels.caveat(profile)))
                .toList();
    }

    /** All boards; the other releases of Debian that were set up come after their board. */
    private Stream<QemuProfile> profiles() {
        return QemuProfile.all().stream()
                .flatMap(profile ->
                        Stream.concat(Stream.of(profile), releases(profile).map(profile::of)));
    }

    private Stream<String> releases(QemuProfile profile) {
        return profile.isBuilt() ? Stream.empty() : store.releases(profile).stream();
    }

    /** The boards that boot a kernel of Debian's. */
    private Stream<QemuProfile> debian() {
        return profiles().filter(profile -> !profile.isBuilt());
    }

    @Override
    public BoardEntry entry(BoardName name) {
        QemuProfile profile = profile(name);
        return entry(
                profile,
                name.options().getOrDefault("qemu", profile.emulator()),
                kernels.known(name, profile),
                QemuKernels.isNamed(name) ? null : kernels.caveat(profile));
    }

    private BoardEntry entry(QemuProfile profile, String emulator, KernelFiles kernel, String caveat) {
        List<String> missing = new ArrayList<>();
        if (programs.find(KernelFiles.home(emulator)) == null) {
            missing.add(emulator);
        }
        if (kernel == null) {
            missing.add(KERNEL);
        }
        if (!store.hasInitramfs(profile) && programs.find(profile.compiler()) == null) {
            missing.add(profile.compiler());
        }
        String whyNot = missing.isEmpty() ? null : "missing: " + String.join(", ", missing);
        return new BoardEntry(
                profile.boardName(),
                BoardKind.EMULATED,
                profile.arch(),
                kernel == null ? null : kernel.version(),
                profile.about(),
                whyNot,
                whyNot == null ? null : missing.equals(List.of(KERNEL)) ? command(profile) : profile.setupCommand(),
                caveat,
                profile.isBuilt() ? 0 : store.bytes(profile),
                profile.patchedIoctls());
    }

    @Override
    public boolean has(BoardName name) {
        return name.scheme().equals(QemuProfile.SCHEME) && profile(name) != null;
    }

    private static QemuProfile profile(BoardName name) {
        QemuProfile profile = QemuProfile.named(name.rest());
        return profile == null || name.option(QemuProfile.RELEASE) == null
                ? profile
                : profile.of(name.option(QemuProfile.RELEASE));
    }

    @Override
    public void check(BoardName name) throws NoSuchBoard {
        name.allowOptions(OPTIONS);
        kernels.check(name, profile(name));
        checkNumber(name, "memory", "[1-9][0-9]{0,5}", "a valid number of megabytes");
        checkNumber(name, "wait", "[1-9][0-9]{0,5}", "a valid number of seconds");
        checkNumber(name, QemuCommand.CPUS, "[1-8]", "a number of processors from 1 to 8");
    }

    private static void checkNumber(BoardName name, String option, String valid, String what) throws NoSuchBoard {
        String value = name.option(option);
        if (value != null && !value.matches(valid)) {
            throw new NoSuchBoard(name.base() + " has " + option + "=" + value + ", which is not " + what);
        }
    }

    /** QEMU has a thread for each processor, and needs memory besides the board's. */
    @Override
    public BoardLoad load(BoardName name) {
        return new BoardLoad(
                Integer.parseInt(name.options().getOrDefault(QemuCommand.CPUS, QemuCommand.DEFAULT_CPUS)),
                Integer.parseInt(name.options()
                                .getOrDefault("memory", profile(name).memory()))
                        + QEMU_MEGABYTES,
                null);
    }

    @Override
    public ConnectedBoard reach(BoardName name) throws BoardUnavailable {
        return reach(name, Progress.NONE);
    }

    @Override
    public ConnectedBoard reach(BoardName name, Progress progress) throws BoardUnavailable {
        QemuProfile profile = profile(name);
        List<String> missing = new ArrayList<>();
        try {
            // Checked before building a kernel that nothing would boot.
            Path qemu = emulator(name, profile);
            KernelFiles booted = kernels.of(name, profile, progress);
            ModuleParameters parameters = parameters(name, profile);
            boolean kept = !QemuKernels.isOwn(name, profile) && parameters.isEmpty();
            return connected(
                    name,
                    profile,
                    booted,
                    started(
                            name,
                            profile,
                            qemu,
                            booted,
                            false,
                            (kernel, folder) -> kept
                                    ? store.initramfs(profile, kernel)
                                    : store.initramfs(
                                            profile, kernel, folder.resolve("initramfs"), parameters, missing)),
                    missing,
                    progress);
        } catch (IOException e) {
            throw new BoardUnavailable(name.base() + " cannot be started: " + e.getMessage(), e);
        }
    }

    private static ModuleParameters parameters(BoardName name, QemuProfile profile) {
        return new ModuleParameters(profile.append() + " " + name.options().getOrDefault("append", ""));
    }

    /** The path of a board's initial file system, in a directory that is removed with the board. */
    private interface FirstFiles {
        Path with(KernelFiles kernel, Path folder) throws IOException, BoardUnavailable;
    }

    private QemuMachine started(
            BoardName name, QemuProfile profile, Path qemu, KernelFiles kernel, boolean jvm, FirstFiles files)
            throws IOException, BoardUnavailable {
        Path folder = Files.createTempDirectory("kvmsh-");
        try {
            List<String> command =
                    new QemuCommand(profile, name, qemu, kernel, files.with(kernel, folder), jvm).words();
            QemuMachine machine = new QemuMachine(
                    name.base(), command, folder, store.consoleFile(profile), kernel.symbols(), programs);
            // The machine owns the directory from here on.
            folder = null;
            return machine;
        } finally {
            discard(folder);
        }
    }

    private static void discard(Path folder) throws BoardUnavailable {
        try {
            if (folder != null) {
                Folders.delete(folder);
            }
        } catch (IOException e) {
            throw new BoardUnavailable(folder + " cannot be removed: " + e.getMessage(), e);
        }
    }

    private ConnectedBoard connected(
            BoardName name,
            QemuProfile profile,
            KernelFiles booted,
            QemuMachine machine,
            List<String> missing,
            Progress progress)
            throws IOException, BoardUnavailable {
        boolean connected = false;
        try {
            RemoteKernel kernel = new Boot(machine, progress)
                    .kernel(Duration.ofSeconds(Long.parseLong(name.options().getOrDefault("wait", PATIENCE_S))));
            connected = true;
            return new ConnectedBoard(
                            QemuKernels.boardName(name, profile),
                            BoardKind.EMULATED,
                            "Linux " + kernel.greeting().release() + " in QEMU, " + profile.about()
                                    + (booted.source() == null ? "" : ", built from " + booted.source()),
                            QemuKernels.isNamed(name) || profile.patchedIoctls().isEmpty()
                                    ? kernel
                                    : new PatchedHeaders(kernel, profile.patchedIoctls()),
                            "/dev/kvm",
                            () -> {
                                machine.expectEnd();
                                kernel.close();
                                machine.close();
                            })
                    .with(new KnownKernel(booted.symbols(), machine::console, booted.git(), booted.config()));
        } catch (BoardLost e) {
            throw new BoardUnavailable(name.base() + ": " + e.getMessage() + ownKernelNeeds(name, profile, missing), e)
                    .afterPrinting(machine.console());
        } catch (BoardUnavailable e) {
            throw e.afterPrinting(machine.console());
        } finally {
            if (!connected) {
                machine.close();
            }
        }
    }

    private static String ownKernelNeeds(BoardName name, QemuProfile profile, List<String> missing) {
        return !QemuKernels.isOwn(name, profile)
                ? ""
                : "\nyour kernel needs " + String.join(", ", profile.modules()) + ", built in or "
                        + (name.option(KERNEL) == null ? "as modules" : "in modules=DIR")
                        + (missing.isEmpty()
                                ? ""
                                : "; in neither modules.dep nor modules.builtin: " + String.join(", ", missing));
    }

    private Path emulator(BoardName name, QemuProfile profile) throws BoardUnavailable {
        String wanted = name.options().getOrDefault("qemu", profile.emulator());
        Path found = programs.find(KernelFiles.home(wanted));
        if (found == null) {
            throw new BoardNotSetUp(name.base()
                    + (name.option("qemu") == null
                            ? ": not found: " + wanted + "; get one with " + profile.setupCommand()
                                    + ", or use your own with ?qemu=PATH"
                            : ": not found, or not executable: " + wanted));
        }
        return found;
    }

    static String setUp(QemuProfile profile) {
        return "; get one with " + command(profile);
    }

    private static String command(QemuProfile profile) {
        return profile.isBuilt() ? profile.buildCommand() : profile.setupCommand();
    }
}
