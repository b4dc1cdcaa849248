package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Programs;

/** A board's kernel from Debian's archive. */
final class KernelPackage {
    private final QemuProfile profile;
    private final Path work;
    private final Consumer<String> progress;
    private final DebianArchive archive;

    KernelPackage(QemuProfile profile, Programs programs, Path work, Consumer<String> progress) {
        this.profile = profile;
        this.work = work;
        this.progress = progress;
        this.archive = new DebianArchive(profile.debianArchitecture(), profile.suite(), programs, work, progress, why -> new BoardUnavailable("the kernel of " + profile.boardName()
                + " is not available: " + why + "; to use your own kernel instead: " + profile.plainName() + "?kernel=PATH&modules=DIR"));
    }

    /** Gets the newest kernel of the board's release of Debian, with the modules that are wanted, into a new directory. */
    Path fetch(List<String> modules) throws IOException, BoardUnavailable {
        progress.accept("looking up " + profile.kernelPackage());
        archive.open();
        Path root = work.resolve("root");
        String image = archive.behind(profile.kernelPackage(), "linux-image-");
        archive.unpack(image, root);
        // Debian 14's has no files: the kernel and its modules are in two packages that it depends on.
        for (String part : List.of("linux-binary-", "linux-modules-")) {
            Optional<String> behind = archive.dependency(image, part);
            if (behind.isPresent()) {
                archive.unpack(behind.get(), root);
            }
        }
        // Debian 13's packages have their modules below /usr; kmod looks where the machine that it was built for has them.
        if (!Files.exists(root.resolve("lib"))) {
            Files.createSymbolicLink(root.resolve("lib"), Path.of("usr/lib"));
        } else if (!Files.exists(root.resolve("usr/lib"))) {
            Files.createDirectories(root.resolve("usr"));
            Files.createSymbolicLink(root.resolve("usr/lib"), Path.of("../lib"));
        }
        Path tree = archive.only(root.resolve("lib/modules"), "*");
        String version = tree.getFileName().toString();
        archive.run("cannot determine the modules' dependencies", List.of(archive.tool("depmod").toString(), "-b", root.toString(), version));
        Path made = Files.createDirectory(work.resolve("made"));
        KernelFiles.keep(made, archive.only(Files.exists(root.resolve("boot")) ? root.resolve("boot") : tree, "vmlinu*"), version);
        ModuleTree.in(tree).copy(modules, KernelFiles.modulesOf(made));
        return made;
    }
}
