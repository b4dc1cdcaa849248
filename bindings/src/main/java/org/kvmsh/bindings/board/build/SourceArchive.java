package org.kvmsh.bindings.board.build;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.board.BoardNotSetUp;
import org.kvmsh.bindings.board.BoardUnavailable;
import org.kvmsh.bindings.board.Folders;
import org.kvmsh.bindings.board.NoSuchBoard;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.bindings.board.Progress;
import org.kvmsh.bindings.text.Digest;

/** A kernel's source in a tarball, or in Debian's package with one; it is unpacked once. */
final class SourceArchive {
    private static final String PACKAGE = ".deb";
    private static final String SUFFIXES = "(_[^/]*)?(\\.orig)?(\\.tar(\\.\\w+)?|\\.tgz|\\.deb)$";

    private final Path file;
    private final Path cache;
    private final Programs programs;

    /** @param cache the directory that archives are unpacked into */
    SourceArchive(Path file, Path cache, Programs programs) {
        this.file = file;
        this.cache = cache;
        this.programs = programs;
    }

    /** The file's name without what the kind of archive adds: {@code linux-6.12.5}. */
    String name() {
        return file.getFileName().toString().replaceFirst(SUFFIXES, "");
    }

    /** The state that distinguishes archives of the same name. */
    TreeState state() throws IOException {
        return TreeState.ofArchive(Digest.of(file + " " + Files.size(file) + " "
                + Files.getLastModifiedTime(file).toMillis()));
    }

    /** The source's directory; it is never changed. */
    Path tree(Progress progress) throws IOException, BoardUnavailable {
        Path tree = cache.resolve(name() + "-" + Digest.inShort(state().digest()));
        if (Files.isDirectory(tree)) {
            return tree;
        }
        Files.createDirectories(cache);
        progress.note("unpacking " + file);
        Path work = Files.createTempDirectory(cache, "unpack");
        try {
            if (file.toString().endsWith(PACKAGE)) {
                run(work, "dpkg-deb", "-x", file.toString(), ".");
                untar(only(work.resolve("usr/src")), Files.createDirectory(work.resolve("tree")));
                Files.move(work.resolve("tree"), tree);
            } else {
                untar(file, work);
                Files.move(work, tree);
            }
        } finally {
            Folders.delete(work);
        }
        return tree;
    }

    private void untar(Path tarball, Path into) throws IOException, BoardUnavailable {
        String name = tarball.toString();
        String decompressor = name.endsWith("xz") ? "xz" : name.endsWith("zst") ? "zstd" : "gzip";
        if (programs.find(decompressor) == null) {
            throw missing(decompressor, decompressor.equals("xz") ? "xz-utils" : decompressor);
        }
        run(into, "tar", "-xf", name, "--strip-components=1");
    }

    private void run(Path folder, String program, String... words) throws IOException, BoardUnavailable {
        Path found = programs.find(program);
        if (found == null) {
            throw missing(program, program.equals("tar") ? "tar" : "dpkg");
        }
        List<String> command = new ArrayList<>(List.of(found.toString()));
        command.addAll(List.of(words));
        Programs.Output output = programs.run(folder, command);
        if (!output.ok()) {
            throw new BoardUnavailable(file + " cannot be unpacked: " + output.lastLine());
        }
    }

    private BoardNotSetUp missing(String program, String pack) {
        return new BoardNotSetUp("not found: " + program + ", needed to unpack " + file + "; apt-get install " + pack);
    }

    private Path only(Path folder) throws IOException, NoSuchBoard {
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> tarballs = Files.newDirectoryStream(folder, "linux-source-*.tar.*")) {
                for (Path tarball : tarballs) {
                    return tarball;
                }
            }
        }
        throw new NoSuchBoard(file + " has no usr/src/linux-source-*.tar.*: it is not a linux-source-VERSION package");
    }
}
