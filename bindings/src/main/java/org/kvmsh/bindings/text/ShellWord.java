package org.kvmsh.bindings.text;

/** A word in a text for a POSIX shell. */
public final class ShellWord {
    private ShellWord() {}

    /** The word as it is if a shell changes nothing in it, otherwise in quotation marks. */
    public static String of(String word) {
        return word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : quoted(word);
    }

    /** The word in quotation marks, in which the shell changes nothing. */
    public static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
