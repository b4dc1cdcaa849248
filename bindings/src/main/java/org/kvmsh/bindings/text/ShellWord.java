package org.kvmsh.bindings.text;

/** A word in a text for a POSIX shell. */
public final class ShellWord {
    private ShellWord() {}

    /** The word in quotation marks, in which the shell changes nothing. */
    public static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
