package org.kvmsh.repl.dev;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.kvmsh.bindings.board.Programs;
import org.kvmsh.dsl.script.TextFile;

/**
 * The mails of a directory: of a public-inbox archive, which is a git repository with a mail in the file {@code m} of
 * each commit, or of files with a mail each.
 */
final class MailArchive {
    private static final String MISSING = " missing";

    private final Path directory;
    private final Programs programs;

    /** @param programs of the host, git among them */
    MailArchive(Path directory, Programs programs) {
        this.directory = directory;
        this.programs = programs;
    }

    /** Hands over each mail; returns how many there are. */
    int read(Consumer<String> to) throws IOException {
        Path git = Files.isDirectory(directory.resolve(".git")) ? directory.resolve(".git") : directory;
        return Files.isRegularFile(git.resolve("HEAD")) && Files.isDirectory(git.resolve("objects"))
                ? commits(git, to)
                : files(to);
    }

    private int files(Consumer<String> to) throws IOException {
        int mails = 0;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile).sorted()::iterator) {
                to.accept(TextFile.mail(Files.readAllBytes(file)));
                mails++;
            }
        }
        return mails;
    }

    private int commits(Path git, Consumer<String> to) throws IOException {
        Path names = Files.createTempFile("kvmsh-mails", ".txt");
        try {
            finish(start(git, names, null, "log", "--all", "--reverse", "--format=%H:m"), "git log");
            Process batch = start(git, null, names, "cat-file", "--batch");
            int mails = 0;
            try (InputStream in = new BufferedInputStream(batch.getInputStream(), 1 << 20)) {
                for (String head = line(in); head != null; head = line(in)) {
                    if (head.endsWith(MISSING)) {
                        continue;
                    }
                    int size = Integer.parseInt(head.substring(head.lastIndexOf(' ') + 1));
                    byte[] mail = in.readNBytes(size);
                    if (mail.length < size || in.read() < 0) {
                        throw new IOException("git cat-file ended in the middle of a mail");
                    }
                    to.accept(TextFile.mail(mail));
                    mails++;
                }
                finish(batch, "git cat-file");
            } finally {
                batch.destroy();
            }
            return mails;
        } finally {
            Files.deleteIfExists(names);
        }
    }

    private Process start(Path git, Path out, Path in, String... arguments) throws IOException {
        Path program = programs.find("git");
        if (program == null) {
            throw new IOException("git not found; on Debian: apt-get install git");
        }
        ProcessBuilder builder = programs.builder(
                null,
                Stream.concat(Stream.of(program.toString(), "--git-dir", git.toString()), Stream.of(arguments))
                        .toList());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        if (out != null) {
            builder.redirectOutput(out.toFile());
        }
        if (in != null) {
            builder.redirectInput(in.toFile());
        }
        return builder.start();
    }

    private static void finish(Process process, String what) throws IOException {
        try {
            if (process.waitFor() != 0) {
                throw new IOException(what + " failed with status " + process.exitValue());
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException(what + " was interrupted", e);
        }
    }

    /** A line of ASCII; null at the end. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int each = in.read(); each != '\n'; each = in.read()) {
            if (each < 0) {
                return null;
            }
            line.append((char) each);
        }
        return line.toString();
    }
}
