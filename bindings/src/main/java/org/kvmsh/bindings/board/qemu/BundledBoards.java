package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Folders;

/** Writes what is set up into a bundle, and sets boards up from one. */
final class BundledBoards {
    private final BoardStore store;
    private final BoardBundle bundle;
    private final Path file;

    BundledBoards(BoardStore store, Path file) {
        this.store = store;
        this.bundle = new BoardBundle(file);
        this.file = file;
    }

    /**
     * Writes the kernels of boards that are set up and their agents; returns a line for each kernel and one for the
     * file.
     */
    List<String> write(List<QemuProfile> profiles) throws BoardUnavailable {
        Map<String, Path> files = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        try (FileChannel lock = store.locked()) {
            for (QemuProfile profile : profiles) {
                KernelFiles kernel = store.kernel(profile);
                Path initramfs = store.initramfs(profile, kernel);
                Path agent = store.agent(profile);
                files.put(BoardBundle.AGENTS + agent.getFileName(), agent);
                // First file systems for older agents stay behind.
                store.files(profile, initramfs)
                        .forEach((name, path) ->
                                files.put(BoardBundle.BOARDS + profile.kernelFolder() + "/" + name, path));
                lines.add(profile.boardName() + ": Linux " + kernel.version());
            }
            bundle.write(files);
            lines.add(file + ": " + PackageDownload.inMebibytes(Files.size(file)));
            return lines;
        } catch (IOException e) {
            throw new BoardUnavailable(file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /**
     * Installs the kernels of boards after checking the whole bundle, and returns these boards.
     *
     * @param asked the boards; empty for all that the bundle has a kernel of
     */
    List<QemuProfile> read(List<QemuProfile> asked) throws BoardUnavailable {
        Set<String> folders = new LinkedHashSet<>();
        for (String path : bundle.check()) {
            if (path.startsWith(BoardBundle.BOARDS)) {
                folders.add(
                        path.substring(BoardBundle.BOARDS.length(), path.indexOf('/', BoardBundle.BOARDS.length())));
            }
        }
        List<QemuProfile> offered = QemuProfile.all().stream()
                .flatMap(profile -> folders.stream().map(profile::keptIn))
                .filter(Objects::nonNull)
                .toList();
        for (QemuProfile profile : asked) {
            if (!folders.contains(profile.kernelFolder())) {
                throw new BoardUnavailable(file + " has no kernel for " + profile.boardName() + "; it has kernels for "
                        + String.join(
                                ", ",
                                offered.stream().map(QemuProfile::boardName).toList()));
            }
        }
        List<QemuProfile> wanted = asked.isEmpty() ? offered : asked;
        try (FileChannel lock = store.locked()) {
            Path work = store.workFolder();
            try {
                bundle.unpack(work);
                store.keepAgents(work.resolve(BoardBundle.AGENTS));
                for (QemuProfile profile : wanted) {
                    Path made = work.resolve(BoardBundle.BOARDS + profile.kernelFolder());
                    // Boards of one package share it.
                    if (Files.exists(made)) {
                        store.keepKernel(profile, made);
                    }
                }
            } finally {
                Folders.delete(work);
            }
            return wanted;
        } catch (IOException e) {
            throw new BoardUnavailable(file + " cannot be unpacked: " + e.getMessage(), e);
        }
    }
}
