package org.kvmsh.repl.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.kvmsh.bindings.text.PrintableText;

/** Names of files. */
public final class FileName {
    private static final String LOCALE =
            ": the name contains characters that the locale cannot represent; set LC_ALL=C.UTF-8";

    private FileName() {}

    /** A board's name as a part of a file's: {@code qemu-x86_64}. */
    public static String ofBoard(String board) {
        return board.replaceAll("[^\\w-]+", "-");
    }

    /** Whether Java can open a file of that name. */
    static boolean isValid(String name) {
        try {
            Path.of(name);
            return true;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** Returns why a name is not valid, and what to do. */
    public static String refusal(String name) {
        return PrintableText.of(name) + (name.indexOf('\0') < 0 ? LOCALE : ": the name contains a NUL byte");
    }
}
