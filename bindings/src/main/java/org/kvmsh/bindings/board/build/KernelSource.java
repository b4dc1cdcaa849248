package org.kvmsh.bindings.board.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.KernelRequest;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.board.Progress;
import org.kvmsh.bindings.text.Digest;

/**
 * The origin of a request's source, and the directory that make reads it in: the tree itself, or a copy with the
 * patches applied.
 */
final class KernelSource {
    private static final Path PACKAGES = Path.of("/usr/src");

    private final KernelRequest request;
    private final KernelTarget target;
    private final Map<String, String> environment;
    private final PatchFiles patches;
    /** The release of Debian's source; null where there is a tree. */
    private final String release;
    /** What the source is unpacked from; null for a tree. */
    private final SourceArchive archive;

    KernelSource(KernelRequest request, KernelTarget target, KernelStore store, Map<String, String> environment)
            throws BoardUnavailable {
        this.request = request;
        this.target = target;
        this.environment = environment;
        this.patches = request.patches().isEmpty() ? null : new PatchFiles(request.patches(), environment);
        Programs programs = new Programs(environment);
        DebianSource debian = new DebianSource(PACKAGES, store.sources(), programs);
        this.release = request.tree() == null ? debian.release(request.release()) : null;
        this.archive = release != null
                ? debian.archive(release)
                : Files.isRegularFile(request.tree())
                        ? new SourceArchive(request.tree().toAbsolutePath().normalize(), store.sources(), programs)
                        : null;
        check(request, target);
    }

    /** Refuses a tree without a kernel, or without this architecture's KVM; a tarball is known once it is unpacked. */
    static void check(KernelRequest request, KernelTarget target) throws NoSuchBoard {
        if (request.tree() != null && !Files.isRegularFile(request.tree())) {
            KernelTree.of(request.tree(), target);
        }
    }

    /** The kernel's name if the user gives none. */
    String name() throws IOException {
        StringBuilder name = new StringBuilder();
        if (release != null) {
            name.append("linux-").append(release);
        } else if (archive != null) {
            name.append(plain(archive.name().replaceFirst("^linux-source-", "linux-")));
        } else {
            Path real = request.tree().toRealPath();
            name.append(
                            real.getFileName() == null
                                    ? "tree"
                                    : plain(real.getFileName().toString()))
                    .append('-')
                    .append(Digest.of(real.toString()), 0, 6);
        }
        request.patches().stream().limit(1).forEach(patch -> name.append('-').append(stem(patch)));
        request.fragments().forEach(fragment -> name.append('-').append(stem(fragment)));
        request.debug().forEach(checker -> name.append('-').append(checker));
        return name.toString();
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        return plain(name.lastIndexOf('.') > 0 ? name.substring(0, name.lastIndexOf('.')) : name);
    }

    private static String plain(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._+-]+", "-").replaceFirst("^[^A-Za-z0-9]+", "");
        return plain.isEmpty() ? "x" : plain.substring(0, Math.min(40, plain.length()));
    }

    TreeState state() throws IOException {
        return archive != null ? archive.state() : TreeState.of(request.tree(), environment);
    }

    boolean isPatched() {
        return patches != null;
    }

    /** The patches' digest; empty without any. */
    String patched() throws IOException {
        return patches == null ? "" : patches.digest();
    }

    /** The name of the source in what is kept of the kernel. */
    String from() throws IOException {
        return release != null
                ? "Debian's linux-source-" + release
                : request.tree().toRealPath().toString();
    }

    /** The tree that changes are read from; null where the source is unpacked from an archive. */
    Path checkout() {
        return archive == null ? request.tree() : null;
    }

    /**
     * The output of git describe for the checkout, with -dirty if it has changes; empty if the source is no checkout.
     */
    String describe(TreeState state) throws IOException {
        Git git = state.commit().isEmpty() ? null : Git.at(checkout(), environment);
        return git == null
                ? ""
                : git.run("describe", "--always", "--abbrev=12").strip() + (state.isDirty() ? "-dirty" : "");
    }

    /** @param copy the target of a copy, if one is needed */
    KernelTree tree(TreeState state, Path copy, Progress progress) throws IOException, BoardUnavailable {
        KernelTree tree = KernelTree.of(
                archive != null ? archive.tree(progress) : request.tree().toRealPath(), target);
        boolean inPlace = tree.isBuiltInPlace(target);
        if (patches == null && !inPlace) {
            return tree;
        }
        if (inPlace && state.commit().isEmpty()) {
            throw new NoSuchBoard(tree.folder()
                    + " was built in place, so make cannot build it out of tree; run make mrproper in it, or"
                    + " use a git checkout, which kvmsh copies without the build output");
        }
        new TreeCopy(tree.folder(), copy, archive != null)
                .update(state.digest() + patched(), patches, environment, progress);
        return KernelTree.of(copy, target);
    }
}
