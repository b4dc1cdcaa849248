package org.kvmsh.bindings.board.build;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.BoardNotSetUp;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Folders;
import org.kvmsh.bindings.board.KernelRequest;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.board.Progress;
import org.kvmsh.bindings.text.Digest;

/** Builds a kernel for an emulated board from its source, unless one of the same source is kept. */
public final class KernelBuild {
    /** The disk space that a build with debug information takes, in bytes. */
    private static final long SPACE = 2L << 30;

    private static final Map<String, String> PROGRAMS =
            Map.of("make", "make", "flex", "flex", "bison", "bison", "bc", "bc", "depmod", "kmod", "gcc", "gcc");

    private final KernelTarget target;
    private final KernelRequest request;
    private final Map<String, String> environment;
    private final Programs programs;
    private final KernelStore store;
    private final KernelSource source;
    private final KernelConfig config;
    private final String name;
    private final Path folder;

    /** Refuses a request for a tree that no machine could build. */
    public static void check(KernelRequest request, KernelTarget target) throws NoSuchBoard {
        KernelSource.check(request, target);
        try {
            new KernelConfig(target.config(), request.debug(), request.fragments());
        } catch (IOException e) {
            throw new NoSuchBoard("cannot read the kernel configuration: " + e.getMessage());
        }
    }

    /** Refuses what no machine could build. */
    public KernelBuild(KernelTarget target, KernelRequest request, Map<String, String> environment)
            throws BoardUnavailable {
        this.target = target;
        this.request = request;
        this.environment = environment;
        this.programs = new Programs(environment);
        this.store = new KernelStore(environment);
        try {
            this.config = new KernelConfig(target.config(), request.debug(), request.fragments());
            this.source = new KernelSource(request, target, store, environment);
            this.name = request.name() == null ? source.name() : request.name();
        } catch (IOException e) {
            throw new BoardUnavailable("the kernel cannot be built: " + e.getMessage(), e);
        }
        if (!KernelStore.isName(name)) {
            throw new NoSuchBoard("invalid kernel name " + name
                    + ": use letters and digits, and after the first character also . _ + -");
        }
        this.folder = store.folder(target.table(), name);
    }

    /** What is done with a kernel while no other process can build it again. */
    private interface Use {
        void of(BuiltKernel kernel) throws IOException;
    }

    /** The kept kernel, built before or now. */
    public BuiltKernel build(Progress progress) throws BoardUnavailable {
        return build(progress, kernel -> {});
    }

    private BuiltKernel build(Progress progress, Use use) throws BoardUnavailable {
        synchronized (KernelBuild.class) {
            try (FileChannel lock = store.locked(target.table(), name)) {
                TreeState state = source.state();
                String compiler = compiler();
                String key = Digest.of(String.join(
                        "\n", state.digest(), source.patched(), config.text(), compiler, target.identity()));
                BuiltKernel kept = BuiltKernel.in(folder);
                if (kept == null || !kept.key().equals(key)) {
                    checkPrograms();
                    kept = build(kept, state, key, compiler, progress);
                }
                use.of(kept);
                return kept;
            } catch (IOException e) {
                throw new BoardUnavailable("the kernel " + name + " cannot be built: " + e.getMessage(), e);
            } finally {
                progress.end();
            }
        }
    }

    /** The compiler's own description; empty without one. */
    private String compiler() throws IOException {
        Path found = programs.find(target.compiler());
        return found == null
                ? ""
                : programs.run(null, List.of(found.toString(), "--version"))
                        .text()
                        .lines()
                        .findFirst()
                        .orElse("");
    }

    private void checkPrograms() throws BoardUnavailable {
        List<String> missing = PROGRAMS.keySet().stream()
                .filter(program -> programs.findSystem(program) == null)
                .sorted()
                .toList();
        Set<String> packages = missing.stream().map(PROGRAMS::get).collect(Collectors.toCollection(TreeSet::new));
        List<String> all = new ArrayList<>(missing);
        if (programs.find(target.compiler()) == null) {
            all.add(target.compiler());
            packages.addAll(target.packages());
        }
        if (request.debug().contains(KernelConfig.BTF) && programs.find("pahole") == null) {
            all.add("pahole");
            packages.add("pahole");
        }
        if (!all.isEmpty()) {
            throw new BoardNotSetUp("a kernel cannot be built for " + target.board() + " on this host; not found: "
                    + String.join(", ", all) + "\n  apt-get install --no-install-recommends "
                    + String.join(" ", packages));
        }
    }

    private BuiltKernel build(BuiltKernel kept, TreeState state, String key, String compiler, Progress progress)
            throws IOException, BoardUnavailable {
        Instant begin = Instant.now();
        Path build = folder.resolve("build");
        if (!Files.exists(build)) {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < SPACE) {
                throw new BoardNotSetUp(
                        "not enough disk space in " + folder + " to build a kernel: " + (free >> 20) + " MiB free, "
                                + (SPACE >> 20) + " MiB needed; set XDG_CACHE_HOME to a directory on a larger file"
                                + " system, or remove kernels with kvmsh kernel remove");
            }
        }
        KernelTree tree = source.tree(state, folder.resolve("source"), progress);
        Files.deleteIfExists(folder.resolve("build.log"));
        Make make = new Make(target, tree.folder(), build, folder.resolve("build.log"), environment, request);
        List<String> dropped = List.of();
        boolean modulesOnly = isOfModules(kept, state, compiler);
        // A failed build leaves its objects, but nothing that could be mistaken for a kernel of this source.
        Files.deleteIfExists(folder.resolve("facts.properties"));
        if (source.isPatched() && !isContinued(kept, compiler)) {
            copyBase(build, tree, state, progress);
        }
        Files.createDirectories(build);
        if (modulesOnly) {
            progress.note("building the KVM modules of " + name);
            make.run(progress, "modules");
            replaceModules(kept);
        } else {
            progress.note(
                    "building Linux " + tree.version() + " as " + name + " (log: " + folder.resolve("build.log") + ")");
            dropped = configure(make, build, tree);
            dropped.forEach(progress::note);
            make.run(progress, goals());
            install(make, build, progress);
        }
        Properties facts = new Properties();
        state.write(facts);
        facts.setProperty("describe", source.describe(state));
        facts.setProperty("key", key);
        facts.setProperty("tree", source.from());
        facts.setProperty("source", tree.folder().toString());
        facts.setProperty("prefix", target.prefix());
        facts.setProperty(
                "patches",
                String.join(", ", request.patches().stream().map(Path::toString).toList()));
        facts.setProperty("patched", source.patched());
        facts.setProperty("config", Digest.of(config.text()));
        facts.setProperty("compiler", compiler);
        facts.setProperty(
                "version",
                Files.readString(build.resolve("include/config/kernel.release")).strip());
        facts.setProperty("steps", String.valueOf(make.steps()));
        facts.setProperty(
                "seconds", String.valueOf(Duration.between(begin, Instant.now()).toSeconds()));
        facts.setProperty("built", begin.toString());
        BuiltKernel kernel = new BuiltKernel(name, folder, facts);
        kernel.write();
        return kernel;
    }

    /**
     * Whether the build directory has a finished build of the same configuration and compiler, patched like this one.
     */
    private boolean isContinued(BuiltKernel kept, String compiler) {
        return kept != null
                && kept.facts().getProperty("config", "").equals(Digest.of(config.text()))
                && kept.facts().getProperty("compiler", "").equals(compiler)
                && kept.patched().isEmpty() != source.isPatched();
    }

    /**
     * Begins a patched kernel with what was built of the same source without the patches, which is built first if it is
     * not kept: make then builds only what the patches change. The lock of a kernel without patches is always the
     * second one taken, so no two processes wait for each other.
     */
    private void copyBase(Path build, KernelTree tree, TreeState state, Progress progress)
            throws IOException, BoardUnavailable {
        KernelBuild base = new KernelBuild(target, request.withoutPatches(), environment);
        if (base.folder.equals(folder)) {
            return;
        }
        base.build(progress, kernel -> {
            progress.step("copying the build output of " + kernel.name());
            new BuildCopy(base.folder.resolve("build"), kernel.source()).to(build, tree.folder());
        });
        // make compares times: the patched files have to be younger than what was copied.
        Files.deleteIfExists(folder.resolve(TreeCopy.STATE));
        source.tree(state, tree.folder(), progress);
    }

    /** Whether all that changed since the kept kernel was built is in KVM's modules. */
    private boolean isOfModules(BuiltKernel kept, TreeState state, String compiler) throws IOException {
        if (source.checkout() == null
                || !isContinued(kept, compiler)
                || !kept.patched().equals(source.patched())) {
            return false;
        }
        Set<String> changed = state.changedSince(TreeState.read(kept.facts()), source.checkout(), environment);
        return changed != null
                && !changed.isEmpty()
                && changed.stream().allMatch(target::isOfKvmModules)
                && target.kvmModules().stream().allMatch(module -> Files.exists(installed(kept, module)));
    }

    /** Options of the configuration that the kernel does not have. */
    private List<String> configure(Make make, Path build, KernelTree tree) throws IOException, BoardUnavailable {
        Path wanted = Files.writeString(folder.resolve("wanted.config"), config.text());
        make.run(Progress.NONE, "KCONFIG_ALLCONFIG=" + wanted, "allnoconfig");
        return config.dropped(build.resolve(".config"), tree.folder());
    }

    private String[] goals() {
        return Stream.of(
                        target.image().endsWith("vmlinux")
                                ? "vmlinux"
                                : target.image().substring(target.image().lastIndexOf('/') + 1),
                        "modules")
                .toArray(String[]::new);
    }

    private void install(Make make, Path build, Progress progress) throws IOException, BoardUnavailable {
        Path install = folder.resolve("install");
        Folders.delete(install);
        make.run(progress, "INSTALL_MOD_PATH=" + install, "INSTALL_MOD_STRIP=1", "modules_install");
        Path image = build.resolve(target.image());
        Path part = folder.resolve("kernel.new");
        if (target.image().endsWith("vmlinux")) {
            strip("-s", image, part);
        } else {
            Files.copy(image, part, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(part, folder.resolve("kernel"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void strip(String option, Path from, Path to) throws IOException, BoardUnavailable {
        Path program = programs.find(target.prefix() + "strip");
        if (program == null) {
            throw new BoardNotSetUp("not found: " + target.prefix() + "strip; to install it: apt-get install binutils");
        }
        Programs.Output output =
                programs.run(folder, List.of(program.toString(), option, "-o", to.toString(), from.toString()));
        if (!output.ok()) {
            throw new BoardUnavailable(from + " cannot be stripped: " + output.lastLine());
        }
    }

    private void replaceModules(BuiltKernel kept) throws IOException, BoardUnavailable {
        for (String module : target.kvmModules()) {
            strip("--strip-debug", folder.resolve("build").resolve(module), installed(kept, module));
        }
    }

    private static Path installed(BuiltKernel kept, String module) {
        return kept.folder()
                .resolve("install/lib/modules")
                .resolve(kept.version())
                .resolve("kernel")
                .resolve(module);
    }
}
