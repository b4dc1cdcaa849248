package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.Folders;
import org.kvmsh.bindings.board.Programs;

/** Gets what an emulated board needs onto a Debian machine: programs by apt-get, a kernel and its first file system into the cache. */
public final class QemuSetup {
    private final Map<String, String> environment;
    private final Programs programs;
    private final BoardStore store;
    private final Consumer<String> progress;

    /** @param progress told in a few words what is being done */
    QemuSetup(Map<String, String> environment, Consumer<String> progress) {
        this.environment = environment;
        this.programs = new Programs(environment);
        this.store = new BoardStore(environment);
        this.progress = progress;
    }

    /**
     * Does what is not yet done, and says in a line what there is then.
     *
     * @param jvm whether a JVM is wanted too, for kvmsh on the board itself
     */
    String setUp(QemuProfile profile, boolean jvm) throws BoardUnavailable {
        try {
            packages(profile);
            if (store.kernel(profile) == null) {
                kernel(profile);
            }
            if (jvm && store.jvm(profile) == null) {
                jvm(profile);
            }
            KernelFiles kernel = store.kernel(profile);
            Path initramfs = store.initramfs(profile, kernel);
            return profile.boardName() + " is set up: Linux " + kernel.version() + ", " + Files.size(initramfs) / 1024 + " KiB of initramfs" + (store.jvm(profile) == null ? "" : ", a JVM");
        } catch (IOException e) {
            throw new BoardUnavailable(profile.boardName() + " cannot be set up: " + e.getMessage(), e);
        }
    }

    private void packages(QemuProfile profile) throws IOException, BoardUnavailable {
        List<String> missing = missingPackages(profile);
        if (missing.isEmpty()) {
            return;
        }
        Path apt = programs.find("apt-get");
        String names = String.join(" ", missing);
        if (apt == null) {
            throw new BoardUnavailable(profile.boardName() + " needs the Debian packages " + names + ", but this host has no apt-get: install the same programs another way");
        }
        if (!isRoot()) {
            throw new BoardUnavailable(profile.boardName() + " needs packages that only root can install; run\n    sudo apt-get install --no-install-recommends " + names
                    + "\n  then run again: kvmsh boards setup " + profile.quotedName());
        }
        progress.accept("installing " + names);
        List<String> install = new ArrayList<>(List.of(apt.toString(), "-q", "-y", "--no-install-recommends", "install"));
        install.addAll(missing);
        if (!run(install).ok()) {
            // Lists may be old, or gone as in many a container.
            run(List.of(apt.toString(), "-q", "update"));
            Programs.Output again = run(install);
            if (!again.ok()) {
                throw new BoardUnavailable(names + " cannot be installed: " + again.lastLine() + "; see apt-get install --no-install-recommends " + names);
            }
        }
    }

    private Programs.Output run(List<String> command) throws IOException {
        Map<String, String> quiet = new HashMap<>(environment);
        quiet.put("DEBIAN_FRONTEND", "noninteractive");
        return new Programs(quiet).run(null, command);
    }

    private List<String> missingPackages(QemuProfile profile) throws IOException {
        Set<String> packages = new LinkedHashSet<>();
        if (programs.find(profile.emulator()) == null) {
            packages.addAll(profile.emulatorPackages());
        }
        if (!compiles(profile)) {
            boolean own = profile.arch().toString().equals(Boards.hostTable());
            packages.addAll(own ? List.of("gcc", "libc6-dev") : profile.compilerPackages());
        }
        if (store.kernel(profile) == null && programs.findSystem("depmod") == null) {
            packages.add("kmod");
        }
        return List.copyOf(packages);
    }

    /** A cross compiler without its C library is a compiler of Debian's that was installed without what it recommends. */
    private boolean compiles(QemuProfile profile) throws IOException {
        Path compiler = programs.find(profile.compiler());
        if (compiler == null) {
            return false;
        }
        Path work = Files.createTempDirectory("kvmsh-compiler");
        try {
            Path source = Files.writeString(work.resolve("a.c"), "#include <stdio.h>\nint main(void) { return puts(\"\"); }\n");
            return programs.run(work, List.of(compiler.toString(), "-static", "-o", work.resolve("a").toString(), source.toString())).ok();
        } finally {
            Folders.delete(work);
        }
    }

    private void kernel(QemuProfile profile) throws IOException, BoardUnavailable {
        Path work = store.workFolder();
        try {
            Set<String> modules = new LinkedHashSet<>();
            QemuProfile.all().stream().filter(other -> other.kernelPackage().equals(profile.kernelPackage())).forEach(other -> modules.addAll(other.modules()));
            store.keepKernel(profile, new KernelPackage(profile, programs, work, progress).fetch(List.copyOf(modules)));
        } finally {
            Folders.delete(work);
        }
    }

    private void jvm(QemuProfile profile) throws IOException, BoardUnavailable {
        Path work = store.workFolder();
        try {
            store.keepJvm(profile, new JvmPackages(profile, programs, work, progress).fetch());
        } finally {
            Folders.delete(work);
        }
    }

    private boolean isRoot() {
        try {
            return (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
