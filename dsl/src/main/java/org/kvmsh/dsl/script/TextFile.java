package org.kvmsh.dsl.script;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A text that a person names: a script, a patch, what comes on standard input. Whoever reads it gets a text of UTF-8
 * without a byte order mark, or an {@link IOException} whose message is a sentence for that person. A device or a pipe
 * without an end is read to the limit.
 */
public final class TextFile {
    private static final int MOST_MIB = 4;
    private static final int MOST_WRITTEN_MIB = 256;
    private static final String MARK = "\ufeff";

    private TextFile() {}

    /** A file in UTF-8. */
    public static String read(Path file) throws IOException {
        return utf8(bytes(file, MOST_MIB), file.toString());
    }

    /** A file in UTF-8 that a program wrote, and that may be longer than what a person writes. */
    public static String readWritten(Path file) throws IOException {
        return utf8(bytes(file, MOST_WRITTEN_MIB), file.toString());
    }

    /**
     * A mail or a patch in UTF-8, or in ISO 8859-1 where it is not UTF-8: most mails of 2011 are, and what matters in
     * them is ASCII.
     */
    public static String readMail(Path file) throws IOException {
        return mail(bytes(file, MOST_MIB));
    }

    /** The text of a mail's bytes, as {@link #readMail} decodes them. */
    public static String mail(byte[] bytes) {
        String text = decoded(bytes);
        return text == null ? new String(bytes, StandardCharsets.ISO_8859_1) : withoutMark(text);
    }

    /** @param name what messages call the stream */
    public static String read(InputStream in, String name) throws IOException {
        try {
            return utf8(bytes(in, name, MOST_MIB), name);
        } catch (IOException e) {
            throw e instanceof NotText ? e : new NotText(name, "the stream is closed");
        }
    }

    private static byte[] bytes(Path file, int mostMib) throws IOException {
        if (Files.isDirectory(file)) {
            throw new NotText(file.toString(), "is a directory");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return bytes(in, file.toString(), mostMib);
        } catch (NotText e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new NotText(file.toString(), "no such file");
        } catch (AccessDeniedException e) {
            throw new NotText(file.toString(), "permission denied");
        } catch (IOException e) {
            // As "/dev/kvm: Invalid argument" of a FileSystemException.
            throw new NotText(file.toString(), e.getMessage().replace(file + ": ", ""));
        }
    }

    private static byte[] bytes(InputStream in, String name, int mostMib) throws IOException {
        byte[] bytes = in.readNBytes((mostMib << 20) + 1);
        if (bytes.length > mostMib << 20) {
            throw new NotText(name, "larger than " + mostMib + " MiB, the limit for a text file");
        }
        int zero = 0;
        while (zero < bytes.length && bytes[zero] != 0) {
            zero++;
        }
        if (zero < bytes.length) {
            throw new NotText(name, "not text: line " + line(bytes, zero) + " contains a NUL byte");
        }
        return bytes;
    }

    private static String utf8(byte[] bytes, String name) throws IOException {
        String text = decoded(bytes);
        if (text == null) {
            int at = wrong(bytes);
            throw new NotText(
                    name,
                    "not UTF-8: line " + line(bytes, at) + " contains byte 0x"
                            + Integer.toHexString(Byte.toUnsignedInt(bytes[at])));
        }
        return withoutMark(text);
    }

    private static String withoutMark(String text) {
        return text.startsWith(MARK) ? text.substring(1) : text;
    }

    private static String decoded(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf('\ufffd') < 0 || wrong(bytes) == bytes.length ? text : null;
    }

    /** The position of the first byte that is not UTF-8; the length where all are. */
    private static int wrong(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult result = decoder.decode(in, CharBuffer.allocate(bytes.length), true);
        return result.isError() ? in.position() : bytes.length;
    }

    private static int line(byte[] bytes, int at) {
        int line = 1;
        for (int i = 0; i < at; i++) {
            line += bytes[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    private static final class NotText extends IOException {
        private static final long serialVersionUID = 1L;

        NotText(String name, String why) {
            super("cannot read " + name + ": " + why);
        }
    }
}
