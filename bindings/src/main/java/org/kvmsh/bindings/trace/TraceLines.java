package org.kvmsh.bindings.trace;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The lines of a trace's file. A file that does not begin as a trace does is refused before the rest of it is read: a
 * device has no end.
 */
final class TraceLines {
    private final Path file;
    private final byte[] first;
    private final List<String> lines = new ArrayList<>();

    private TraceLines(Path file, String first) {
        this.file = file;
        this.first = first.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * All lines.
     *
     * @param first what the first one begins with
     * @throws IOException whose message is a sentence with the file and, where it is known, the line
     */
    static List<String> read(Path file, String first) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException(file + " is a directory");
        }
        TraceLines read = new TraceLines(file, first);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            read.read(in);
        } catch (NoSuchFileException e) {
            throw new IOException("no such file: " + file, e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": permission denied", e);
        } catch (FileSystemException e) {
            throw new IOException(file + ": " + e.getReason(), e);
        }
        return read.lines;
    }

    private void read(InputStream in) throws IOException {
        byte[] head = in.readNBytes(first.length);
        if (head.length == 0) {
            throw new IOException(file + " is empty");
        }
        if (!Arrays.equals(head, first)) {
            throw new IOException(file + " is not a kvmsh trace: it does not begin with '"
                    + new String(first, StandardCharsets.UTF_8).strip() + "'");
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        line.writeBytes(head);
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                lines.add(text(line.toByteArray()));
                line.reset();
            } else {
                line.write(next);
            }
        }
        // Half a line may read as a whole one, with less memory.
        if (line.size() > 0) {
            throw new IOException(here() + ": the file is truncated in the middle of this line");
        }
    }

    private String text(byte[] line) throws IOException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString()
                    .replaceFirst("\r$", "");
        } catch (CharacterCodingException e) {
            throw new IOException(here() + ": not UTF-8", e);
        }
    }

    private String here() {
        return file + ":" + (lines.size() + 1);
    }
}
