package org.kvmsh.bindings.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of texts and files, in hexadecimal digits. */
public final class Digest {
    private static final int SHORT = 12;

    private Digest() {}

    /** For a content that is read in parts. */
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String of(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    public static String of(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The digest of a file's content; the content of a symbolic link is the path that it points to. */
    public static String of(Path file) throws IOException {
        return Files.isSymbolicLink(file) ? of(Files.readSymbolicLink(file).toString()) : of(Files.readAllBytes(file));
    }

    /** The first digits, for people. */
    public static String inShort(String digest) {
        return digest.substring(0, Math.min(SHORT, digest.length()));
    }
}
