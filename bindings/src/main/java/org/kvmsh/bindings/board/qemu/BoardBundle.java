package org.kvmsh.bindings.board.qemu;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.text.Digest;

/**
 * The kernels and agents of emulated boards in one file, for machines without a network: a compressed tar archive whose
 * first file lists the SHA-256 and the path of each other file.
 */
final class BoardBundle {
    static final String BOARDS = "boards/";
    static final String AGENTS = "agent/";
    private static final String LIST = "kvmsh-boards";
    private static final String FORMAT = "kvmsh boards 1";
    private static final int LIST_LIMIT = 1 << 20;
    private static final int SHARED_EXECUTABLE = 0100755;
    /** Other files are never written, wherever the archive comes from. */
    private static final Pattern PATH =
            Pattern.compile("boards/linux-[a-z0-9+.-]+/(modules/)?\\w[\\w.+-]*|agent/[a-z0-9_]+-[0-9a-f]{12}");

    private final Path file;

    BoardBundle(Path file) {
        this.file = file;
    }

    /**
     * Writes the archive, whole or not at all.
     *
     * @param files by their paths in the archive
     */
    void write(Map<String, Path> files) throws IOException {
        StringBuilder list = new StringBuilder(FORMAT).append('\n');
        for (Map.Entry<String, Path> one : files.entrySet()) {
            MessageDigest digest = Digest.sha256();
            try (OutputStream sum = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                Files.copy(one.getValue(), sum);
            }
            list.append(HexFormat.of().formatHex(digest.digest()))
                    .append(' ')
                    .append(one.getKey())
                    .append('\n');
        }
        Path part = Files.createTempFile(
                file.toAbsolutePath().getParent(), file.getFileName().toString(), ".new");
        try {
            try (TarArchiveOutputStream tar = new TarArchiveOutputStream(
                    new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(part))))) {
                tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
                byte[] listed = list.toString().getBytes(StandardCharsets.UTF_8);
                entry(tar, LIST, listed.length);
                tar.write(listed);
                tar.closeArchiveEntry();
                for (Map.Entry<String, Path> one : files.entrySet()) {
                    entry(tar, one.getKey(), Files.size(one.getValue()));
                    Files.copy(one.getValue(), tar);
                    tar.closeArchiveEntry();
                }
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void entry(TarArchiveOutputStream tar, String name, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(size);
        if (name.startsWith(AGENTS)) {
            entry.setMode(SHARED_EXECUTABLE);
        }
        tar.putArchiveEntry(entry);
    }

    /** The paths of the files in an archive whose every hash is right. */
    Iterable<String> check() throws BoardUnavailable {
        return read(null);
    }

    /** Writes the files of the archive below a directory. */
    void unpack(Path folder) throws BoardUnavailable {
        read(folder);
    }

    private Iterable<String> read(Path folder) throws BoardUnavailable {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new BoardUnavailable("cannot read " + file + (Files.exists(file) ? "" : ": no such file"));
        }
        Map<String, String> listed = null;
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GZIPInputStream(new BufferedInputStream(Files.newInputStream(file))))) {
            listed = list(tar);
            Map<String, String> left = new LinkedHashMap<>(listed);
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String hash = left.remove(entry.getName());
                if (hash == null || !entry.isFile()) {
                    throw broken(entry.getName() + " is not in its list of files");
                }
                if (!hash.equals(copy(tar, folder == null ? null : folder.resolve(entry.getName())))) {
                    throw broken(entry.getName() + " does not match its listed SHA-256");
                }
            }
            if (!left.isEmpty()) {
                throw broken(left.keySet().iterator().next() + " is missing");
            }
            return listed.keySet();
        } catch (IOException e) {
            // Before the list it may be any file.
            throw listed == null ? foreign() : broken(e.getMessage());
        }
    }

    private Map<String, String> list(TarArchiveInputStream tar) throws IOException, BoardUnavailable {
        TarArchiveEntry first = tar.getNextEntry();
        if (first == null || !first.getName().equals(LIST) || first.getSize() > LIST_LIMIT) {
            throw foreign();
        }
        String[] lines = new String(tar.readAllBytes(), StandardCharsets.UTF_8).split("\n");
        if (!lines[0].equals(FORMAT)) {
            throw new BoardUnavailable(file + " is a bundle from another version of kvmsh: \"" + lines[0]
                    + "\"; this version reads \"" + FORMAT + "\"");
        }
        Map<String, String> listed = new LinkedHashMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] words = lines[i].split(" ", 2);
            if (words.length != 2 || !PATH.matcher(words[1]).matches()) {
                throw broken("line " + (i + 1) + " of its file list does not name a board file");
            }
            listed.put(words[1], words[0]);
        }
        return listed;
    }

    /** Returns the content's hash. */
    private static String copy(InputStream content, Path to) throws IOException {
        MessageDigest digest = Digest.sha256();
        if (to != null) {
            Files.createDirectories(to.getParent());
        }
        try (OutputStream out = new DigestOutputStream(
                to == null ? OutputStream.nullOutputStream() : Files.newOutputStream(to), digest)) {
            content.transferTo(out);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private BoardUnavailable foreign() {
        return new BoardUnavailable(
                file + " is not a bundle of boards; create one with kvmsh boards bundle FILE on a host where"
                        + " the boards are set up");
    }

    private BoardUnavailable broken(String why) {
        return new BoardUnavailable(file + " is corrupt: " + why);
    }
}
