package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.BoardName;
import org.kvmsh.bindings.board.BoardNotSetUp;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.KeptKernel;
import org.kvmsh.bindings.board.KernelRequest;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.board.Progress;
import org.kvmsh.bindings.board.build.BuiltKernel;
import org.kvmsh.bindings.board.build.KernelBuild;
import org.kvmsh.bindings.board.build.KernelStore;
import org.kvmsh.bindings.board.build.KernelTarget;
import org.kvmsh.bindings.text.Nearest;

/**
 * The kernel that a board boots: the one that setup got, a file of the person's, one that was built and kept, or one of
 * a tree.
 */
final class QemuKernels {
    private static final String KERNEL = "kernel";
    private static final String MODULES = "modules";
    private static final String TREE = "tree";
    private static final String CONFIG = "config";
    private static final String DEBUG = "debug";
    /** A release of Debian, such as sid. */
    private static final String SUITE = "[a-z][a-z0-9-]*";

    private final Map<String, String> environment;
    private final BoardStore store;
    private final KernelStore built;

    QemuKernels(Map<String, String> environment, BoardStore store) {
        this.environment = environment;
        this.store = store;
        this.built = new KernelStore(environment);
    }

    /** Whether the kernel is one that the person named. */
    static boolean isNamed(BoardName name) {
        return name.option(KERNEL) != null || name.option(TREE) != null;
    }

    /**
     * The board's name with the kernel that it boots and what it is built from: results of two kernels are told apart
     * by it.
     */
    static String boardName(BoardName name, QemuProfile profile) {
        if (!isNamed(name)) {
            return profile.boardName();
        }
        return profile.plainName() + "?"
                + Stream.of(KERNEL, TREE, MODULES, CONFIG, DEBUG)
                        .filter(option -> name.option(option) != null)
                        .map(option -> option + "=" + name.option(option))
                        .collect(Collectors.joining("&"));
    }

    /** Whether the kernel is not the one that setup got. */
    static boolean isOwn(BoardName name, QemuProfile profile) {
        return isNamed(name) || profile.isBuilt();
    }

    /** Refuses options that exclude or need each other, and an invalid tree. */
    void check(BoardName name, QemuProfile profile) throws NoSuchBoard {
        if (name.option(MODULES) != null && name.option(KERNEL) == null) {
            throw new NoSuchBoard(name.base()
                    + " has modules= without kernel=: modules work only with the kernel that they were built for");
        }
        String release = name.option(QemuProfile.RELEASE);
        if (release != null && !release.matches(SUITE)) {
            throw new NoSuchBoard(name.base() + " has release=" + release
                    + ", which is not a Debian release; write sid, or a release name such as trixie");
        }
        if (release != null && profile.isBuilt()) {
            throw new NoSuchBoard(name.base() + " does not take release=; it boots a kernel that you build: "
                    + profile.buildCommand());
        }
        if (release != null && isNamed(name)) {
            throw new NoSuchBoard(name.base() + " has release= and " + (name.option(KERNEL) == null ? TREE : KERNEL)
                    + "=: a board boots one kernel");
        }
        if (name.option(TREE) == null) {
            for (String option : List.of(CONFIG, DEBUG)) {
                if (name.option(option) != null) {
                    throw new NoSuchBoard(name.base() + " has " + option
                            + "= without tree=: this option is only for a kernel built from tree=DIR");
                }
            }
        } else if (name.option(KERNEL) != null) {
            throw new NoSuchBoard(name.base() + " has both kernel= and tree=: use only one; a board boots one kernel");
        } else {
            KernelBuild.check(request(name), target(profile));
        }
    }

    private static KernelRequest request(BoardName name) {
        List<Path> fragments = words(name, CONFIG).stream()
                .map(KernelFiles::home)
                .map(Path::of)
                .toList();
        return KernelRequest.of(Path.of(KernelFiles.home(name.option(TREE))), fragments, words(name, DEBUG));
    }

    private static List<String> words(BoardName name, String option) {
        return name.option(option) == null
                ? List.of()
                : Arrays.asList(name.option(option).split(","));
    }

    private static KernelTarget target(QemuProfile profile) throws NoSuchBoard {
        KernelTarget target = profile.target();
        if (target == null) {
            throw new NoSuchBoard("kvmsh has no kernel configuration for " + profile.boardName()
                    + "; it can build kernels for "
                    + String.join(
                            ", ",
                            QemuProfile.all().stream()
                                    .filter(other -> other.target() != null)
                                    .map(QemuProfile::boardName)
                                    .toList()));
        }
        return target;
    }

    /** The files known of the kernel before the board starts, or null. */
    KernelFiles known(BoardName name, QemuProfile profile) {
        if (name.option(TREE) != null) {
            return new KernelFiles(Path.of(name.option(TREE)), null, null);
        }
        if (name.option(KERNEL) == null) {
            return installed(profile);
        }
        BuiltKernel kept = built.kernel(profile.arch().toString(), name.option(KERNEL));
        return kept == null ? new KernelFiles(Path.of(name.option(KERNEL)), null, null) : files(kept);
    }

    /** The kernel that the board boots unless another is named, or null. */
    KernelFiles installed(QemuProfile profile) {
        if (!profile.isBuilt()) {
            return store.kernel(profile);
        }
        BuiltKernel kept = built.kernel(profile.arch().toString(), profile.builtKernel());
        return kept == null ? null : files(kept);
    }

    /** The caveat about the kernel that was built for a board; null if it has the patches that come with kvmsh. */
    String caveat(QemuProfile profile) {
        BuiltKernel kept = profile.isBuilt() ? built.kernel(profile.arch().toString(), profile.builtKernel()) : null;
        return kept == null || kept.patched().equals(profile.builtPatched())
                ? null
                : "built from patches other than " + profile.builtPatches();
    }

    /** The kernel; one of a tree is built where the tree has changed since. */
    KernelFiles of(BoardName name, QemuProfile profile, Progress progress) throws BoardUnavailable {
        if (name.option(TREE) != null) {
            return files(new KernelBuild(target(profile), request(name), environment).build(progress));
        }
        String own = name.option(KERNEL);
        if (own == null) {
            KernelFiles installed = installed(profile);
            if (installed == null) {
                throw new BoardNotSetUp(name.base() + " has no kernel" + QemuBoards.setUp(profile)
                        + ", or use your own kernel with ?kernel=PATH&modules=DIR");
            }
            return installed;
        }
        BuiltKernel kept =
                name.option(MODULES) == null ? built.kernel(profile.arch().toString(), own) : null;
        return kept == null
                ? KernelFiles.own(
                        profile.plainName(),
                        own,
                        name.option(MODULES),
                        built.kernels(profile.arch().toString()).stream()
                                .map(BuiltKernel::name)
                                .toList())
                : files(kept);
    }

    private KernelFiles files(BuiltKernel kernel) {
        return new KernelFiles(
                kernel.kernel(),
                kernel.version(),
                kernel.modules(),
                kernel.symbols(environment),
                kernel.from(),
                kernel.describe(),
                kernel.config());
    }

    /** Builds a kernel, and returns a line that names it. */
    String build(QemuProfile profile, KernelRequest request, Progress progress) throws BoardUnavailable {
        KernelRequest whole = profile.builtKernel() == null ? request : patched(profile, request);
        BuiltKernel kernel =
                new KernelBuild(target(profile), fetched(profile, whole, progress), environment).build(progress);
        return "Linux " + kernel.version() + " from " + kernel.from() + "; boot it with -b "
                + (kernel.name().equals(profile.builtKernel())
                        ? profile.plainName()
                        : "'" + profile.plainName() + "?kernel=" + kernel.name() + "'");
    }

    /** A request whose source is on this host: that of a Debian release is fetched. */
    private KernelRequest fetched(QemuProfile profile, KernelRequest request, Progress progress)
            throws BoardUnavailable {
        String release = request.release();
        if (release == null || !release.matches(SUITE)) {
            return request;
        }
        try {
            return request.withTree(new SourcePackage(release, new Programs(environment))
                    .fetch(profile.debianArchitecture(), built.sources(), progress));
        } catch (IOException e) {
            throw new BoardUnavailable(
                    "the kernel source of Debian " + release + " cannot be fetched: " + e.getMessage(), e);
        }
    }

    /** A request with the name and the source that the board's kernel has unless others are given. */
    private static KernelRequest patched(QemuProfile profile, KernelRequest request) throws NoSuchBoard {
        if (request.patches().isEmpty() && request.tree() == null) {
            throw new NoSuchBoard(
                    "the kernel of " + profile.plainName() + " needs patches; build it with " + profile.buildCommand());
        }
        return new KernelRequest(
                request.tree(),
                request.tree() == null && request.release() == null ? profile.builtRelease() : request.release(),
                request.patches(),
                request.fragments(),
                request.debug(),
                request.jobs(),
                request.name() == null ? profile.builtKernel() : request.name());
    }

    /** The kernels that were built, of all architectures. */
    List<KeptKernel> kept() {
        List<String> tables = QemuProfile.all().stream()
                .map(profile -> profile.arch().toString())
                .distinct()
                .toList();
        return tables.stream()
                .flatMap(table -> built.kernels(table).stream()
                        .map(kernel ->
                                new KeptKernel(table, kernel.name(), kernel.version(), kernel.from(), kernel.bytes())))
                .toList();
    }

    void remove(QemuProfile profile, String kernel) throws BoardUnavailable {
        String table = profile.arch().toString();
        if (built.kernel(table, kernel) == null) {
            List<String> names =
                    built.kernels(table).stream().map(BuiltKernel::name).toList();
            throw new NoSuchBoard("no kernel " + kernel + " was built for " + profile.boardName()
                    + (names.isEmpty()
                            ? ""
                            : Nearest.clause(kernel, names) + "; built kernels: " + String.join(", ", names)));
        }
        try {
            built.remove(table, kernel);
        } catch (IOException e) {
            throw new BoardUnavailable("the kernel " + kernel + " cannot be removed: " + e.getMessage(), e);
        }
    }
}
