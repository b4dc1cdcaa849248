package org.kvmsh.bindings.board.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.board.Progress;

/**
 * A package's file from the archive, by apt's own downloader: it knows the machine's proxies, tries again, goes on
 * where a broken download ended and checks the hash.
 */
final class PackageDownload {
    private static final long LOOK_MS = 100;
    private static final double MEBIBYTE = 1 << 20;

    private final Path helper;
    private final Programs programs;
    private final Path folder;
    private final Progress progress;

    /** @param folder the target of the file; a part of it stays if the download is interrupted */
    PackageDownload(Path helper, Programs programs, Path folder, Progress progress) {
        this.helper = helper;
        this.programs = programs;
        this.folder = folder;
        this.progress = progress;
    }

    /** Returns the complete file, whose hash matches the index. */
    Path fetch(DebianPackage wanted, Function<String, BoardUnavailable> unavailable)
            throws IOException, BoardUnavailable {
        Files.createDirectories(folder);
        Path file = folder.resolve(wanted.file());
        removeOthers(wanted, file);
        Path log = Files.createTempFile(folder, "apt", ".log");
        try {
            boolean fetched = run(
                    List.of(
                            helper.toString(),
                            "-o",
                            "APT::Sandbox::User=root",
                            "download-file",
                            wanted.uri(),
                            file.toString(),
                            wanted.hash()),
                    log,
                    file,
                    wanted);
            if (!fetched || bytes(file) != wanted.bytes()) {
                String why = Files.readString(log, StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.startsWith("E: "))
                        .findFirst()
                        .map(line -> line.substring(3))
                        .orElse("apt-helper failed");
                throw unavailable.apply(wanted.name() + " cannot be fetched: " + why + kept(file, wanted));
            }
            return file;
        } finally {
            progress.end();
            Files.delete(log);
        }
    }

    private boolean run(List<String> command, Path log, Path file, DebianPackage wanted) throws IOException {
        Process process = programs.builder(folder, command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            process.getOutputStream().close();
            while (!process.waitFor(LOOK_MS, TimeUnit.MILLISECONDS)) {
                progress.step(wanted.name() + ": " + 100 * bytes(file) / Math.max(1, wanted.bytes()) + "% of "
                        + inMebibytes(wanted.bytes()));
            }
            return process.exitValue() == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + wanted.name() + " was fetched", e);
        } finally {
            process.destroy();
        }
    }

    /** The advice to continue the download, to follow a message; empty without a part, and for a whole, wrong file. */
    private static String kept(Path file, DebianPackage wanted) throws IOException {
        // What apt makes of a file with another hash.
        Files.deleteIfExists(file.resolveSibling(wanted.file() + ".FAILED"));
        long there = bytes(file);
        if (there >= wanted.bytes()) {
            Files.deleteIfExists(file);
            return "";
        }
        return there == 0
                ? ""
                : "; run the command again to continue after " + inMebibytes(there) + " of "
                        + inMebibytes(wanted.bytes());
    }

    /** Parts of other versions. */
    private void removeOthers(DebianPackage wanted, Path file) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(folder, wanted.name() + "_*")) {
            for (Path other : others) {
                if (!other.equals(file)) {
                    Files.delete(other);
                }
            }
        }
    }

    private static long bytes(Path file) {
        return file.toFile().length();
    }

    static String inMebibytes(long bytes) {
        return String.format("%.1f MiB", bytes / MEBIBYTE);
    }
}
