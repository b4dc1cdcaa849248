package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Boards;
import org.kvmsh.bindings.board.Folders;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.board.Progress;

/**
 * Gets what an emulated board needs onto a Debian machine: programs by apt-get, a kernel and its first file system into
 * the cache.
 */
public final class QemuSetup {
    private final Map<String, String> environment;
    private final Programs programs;
    private final BoardStore store;
    private final Progress progress;

    QemuSetup(Map<String, String> environment, Progress progress) {
        this.environment = environment;
        this.programs = new Programs(environment);
        this.store = new BoardStore(environment);
        this.progress = progress;
    }

    /**
     * Does the missing parts, and returns a line that names what is installed.
     *
     * @param jvm whether a JVM is wanted too, for kvmsh on the board itself
     */
    String setUp(QemuProfile profile, boolean jvm) throws BoardUnavailable {
        try (FileChannel lock = store.locked()) {
            packages(profile);
            if (profile.isBuilt()) {
                return "the programs for " + profile.boardName() + " are installed; build its kernel with "
                        + profile.buildCommand();
            }
            if (store.kernel(profile) == null) {
                kernel(profile);
            }
            if (jvm && store.jvm(profile) == null) {
                jvm(profile);
            }
            return line(profile);
        } catch (IOException e) {
            throw new BoardUnavailable(profile.boardName() + " cannot be set up: " + e.getMessage(), e);
        }
    }

    /** A line that the board is set up; the user installs what is missing. */
    String ready(QemuProfile profile) throws BoardUnavailable {
        try {
            if (programs.find(profile.emulator()) == null) {
                throw new BoardUnavailable(profile.boardName() + " has a kernel, but this host has no "
                        + profile.emulator() + "; on Debian: apt-get install --no-install-recommends "
                        + String.join(" ", profile.emulatorPackages()));
            }
            return line(profile);
        } catch (IOException e) {
            throw new BoardUnavailable(profile.boardName() + " cannot be set up: " + e.getMessage(), e);
        }
    }

    private String line(QemuProfile profile) throws IOException, BoardUnavailable {
        KernelFiles kernel = store.kernel(profile);
        Path initramfs = store.initramfs(profile, kernel);
        return profile.boardName() + " is set up: Linux " + kernel.version() + ", " + Files.size(initramfs) / 1024
                + " KiB of initramfs" + (store.jvm(profile) == null ? "" : ", a JVM");
    }

    private void packages(QemuProfile profile) throws IOException, BoardUnavailable {
        List<String> missing = missingPackages(profile);
        if (missing.isEmpty()) {
            return;
        }
        Path apt = programs.find("apt-get");
        String names = String.join(" ", missing);
        if (apt == null) {
            throw new BoardUnavailable(profile.boardName() + " needs the Debian packages " + names
                    + ", but this host has no apt-get: install the equivalent packages");
        }
        if (!isRoot()) {
            throw new BoardUnavailable(profile.boardName()
                    + " needs packages that only root can install; run\n"
                    + "    sudo apt-get install --no-install-recommends "
                    + names + "\n  then run again: kvmsh boards setup " + profile.quotedName());
        }
        progress.note("installing " + names);
        List<String> install =
                new ArrayList<>(List.of(apt.toString(), "-q", "-y", "--no-install-recommends", "install"));
        install.addAll(missing);
        if (!run(install).ok()) {
            // Lists may be old, or gone as in many a container.
            run(List.of(apt.toString(), "-q", "update"));
            Programs.Output again = run(install);
            if (!again.ok()) {
                throw new BoardUnavailable(names + " cannot be installed: " + again.lastLine()
                        + "; to see why, run: apt-get install --no-install-recommends " + names);
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

    /**
     * A cross compiler without its C library is a compiler of Debian's that was installed without what it recommends.
     */
    private boolean compiles(QemuProfile profile) throws IOException {
        Path compiler = programs.find(profile.compiler());
        if (compiler == null) {
            return false;
        }
        Path work = Files.createTempDirectory("kvmsh-compiler");
        try {
            Path source = Files.writeString(
                    work.resolve("a.c"), "#include <stdio.h>\nint main(void) { return puts(\"\"); }\n");
            return programs.run(
                            work,
                            List.of(
                                    compiler.toString(),
                                    "-static",
                                    "-o",
                                    work.resolve("a").toString(),
                                    source.toString()))
                    .ok();
        } finally {
            Folders.delete(work);
        }
    }

    /**
     * Replaces the board's kernel by the newest one of its release, and returns a line that reports what changed.
     *
     * @param look whether to report the changes without making them
     */
    String update(QemuProfile profile, boolean look) throws BoardUnavailable {
        KernelFiles kernel = store.kernel(profile);
        if (kernel == null) {
            throw new BoardUnavailable(
                    profile.boardName() + " is not set up: there is no kernel to update" + QemuBoards.setUp(profile));
        }
        try (FileChannel lock = store.locked()) {
            Path work = store.workFolder();
            try {
                KernelPackage archive = new KernelPackage(profile, programs, work, store.downloads(), progress);
                List<DebianPackage> newest = archive.newest();
                List<String> kept = store.packages(profile);
                if (kept.equals(newest.stream().map(DebianPackage::toString).toList())) {
                    return profile.boardName() + " is up to date: Linux " + kernel.version() + ", " + kept.get(0);
                }
                String change =
                        (kept.isEmpty() ? "Linux " + kernel.version() + ", package version not recorded" : kept.get(0))
                                + " -> " + newest.get(0);
                String size = PackageDownload.inMebibytes(
                        newest.stream().mapToLong(DebianPackage::bytes).sum());
                if (look) {
                    return profile.boardName() + " would change: " + change + ", " + size + " to download";
                }
                progress.note(change + ", " + size);
                keep(profile, archive, newest);
                store.initramfs(profile, store.kernel(profile));
                return profile.boardName() + " is updated: Linux " + kernel.version() + " -> Linux "
                        + store.kernel(profile).version();
            } finally {
                clear(work);
            }
        } catch (IOException e) {
            throw new BoardUnavailable(profile.boardName() + " cannot be updated: " + e.getMessage(), e);
        }
    }

    private void kernel(QemuProfile profile) throws IOException, BoardUnavailable {
        Path work = store.workFolder();
        try {
            KernelPackage archive = new KernelPackage(profile, programs, work, store.downloads(), progress);
            keep(profile, archive, archive.newest());
        } finally {
            clear(work);
        }
    }

    /** The modules are those of all boards that the kernel is for. */
    private void keep(QemuProfile profile, KernelPackage archive, List<DebianPackage> packages)
            throws IOException, BoardUnavailable {
        Set<String> modules = new LinkedHashSet<>();
        QemuProfile.all().stream()
                .filter(other -> other.kernelPackage().equals(profile.kernelPackage()))
                .forEach(other -> modules.addAll(other.modules()));
        store.keepKernel(profile, archive.fetch(packages, List.copyOf(modules)));
    }

    /** Removes all but what a later run can go on with. */
    private void clear(Path work) throws IOException {
        Folders.delete(work);
        try {
            Files.deleteIfExists(store.downloads());
        } catch (DirectoryNotEmptyException e) {
            // Parts of packages, to be completed.
        }
    }

    private void jvm(QemuProfile profile) throws IOException, BoardUnavailable {
        Path work = store.workFolder();
        try {
            store.keepJvm(profile, new JvmPackages(profile, programs, work, store.downloads(), progress).fetch());
        } finally {
            clear(work);
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
