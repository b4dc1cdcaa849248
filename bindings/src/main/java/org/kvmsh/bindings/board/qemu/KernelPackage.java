package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.board.Progress;

/** A board's kernel from Debian's archive. */
final class KernelPackage {
    private final QemuProfile profile;
    private final Path work;
    private final Progress progress;
    private final DebianArchive archive;

    KernelPackage(QemuProfile profile, Programs programs, Path work, Path downloads, Progress progress) {
        this.profile = profile;
        this.work = work;
        this.progress = progress;
        this.archive = new DebianArchive(
                profile.debianArchitecture(),
                profile.suite(),
                programs,
                work,
                downloads,
                progress,
                why -> new BoardUnavailable("the kernel of " + profile.boardName() + " is not available: " + why
                        + "; to use your own kernel instead: " + profile.plainName() + "?kernel=PATH&modules=DIR"));
    }

    /** The packages that have the newest kernel of the board's release of Debian. */
    List<DebianPackage> newest() throws IOException, BoardUnavailable {
        progress.note("looking up " + profile.kernelPackage());
        archive.open();
        String image = archive.behind(profile.kernelPackage(), "linux-image-");
        List<String> names = new ArrayList<>(List.of(image));
        // Debian 14's has no files: the kernel and its modules are in two packages that it depends on.
        for (String part : List.of("linux-binary-", "linux-modules-")) {
            archive.dependency(image, part).ifPresent(names::add);
        }
        return archive.packages(names);
    }

    /** Gets a kernel, with the modules that are wanted, into a new directory. */
    Path fetch(List<DebianPackage> packages, List<String> modules) throws IOException, BoardUnavailable {
        Path root = work.resolve("root");
        for (DebianPackage one : packages) {
            archive.unpack(one, root);
        }
        // Debian 13's packages have their modules below /usr; kmod uses the path of its own build.
        if (!Files.exists(root.resolve("lib"))) {
            Files.createSymbolicLink(root.resolve("lib"), Path.of("usr/lib"));
        } else if (!Files.exists(root.resolve("usr/lib"))) {
            Files.createDirectories(root.resolve("usr"));
            Files.createSymbolicLink(root.resolve("usr/lib"), Path.of("../lib"));
        }
        Path tree = archive.only(root.resolve("lib/modules"), "*");
        String version = tree.getFileName().toString();
        archive.run(
                "cannot determine the modules' dependencies",
                List.of(archive.tool("depmod").toString(), "-b", root.toString(), version));
        Path made = Files.createDirectory(work.resolve("made"));
        KernelFiles.keep(
                made,
                archive.only(Files.exists(root.resolve("boot")) ? root.resolve("boot") : tree, "vmlinu*"),
                version,
                packages);
        ModuleTree.in(tree).copy(modules, KernelFiles.modulesOf(made));
        return made;
    }
}
