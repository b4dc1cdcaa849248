package org.kvmsh.bindings.text;

import java.nio.charset.StandardCharsets;

/** A word in a text for a POSIX shell. */
public final class ShellWord {
    private ShellWord() {}

    /**
     * The word on one line, as a terminal shows it: as it is if a shell changes nothing in it, otherwise in quotation
     * marks. Control characters are escaped as POSIX.1-2024 and bash have them: {@code $'a\nb'}.
     */
    public static String of(String word) {
        return word.chars().anyMatch(each -> PrintableText.isSteering((char) each))
                ? "$'" + escaped(word) + "'"
                : word.matches("[A-Za-z0-9_./:@%+=,-]+") ? word : quoted(word);
    }

    /** A file's name as an argument, which is neither an option nor a file of arguments. */
    public static String argument(String file) {
        return file.startsWith("-") || file.startsWith("@") ? "./" + file : file;
    }

    private static String escaped(String word) {
        StringBuilder escaped = new StringBuilder();
        for (char each : word.toCharArray()) {
            if (each == '\n') {
                escaped.append("\\n");
            } else if (PrintableText.isSteering(each)) {
                // In octal, which has an end: three digits.
                for (byte part : String.valueOf(each).getBytes(StandardCharsets.UTF_8)) {
                    escaped.append(String.format("\\%03o", part & 0xff));
                }
            } else {
                escaped.append(each == '\'' || each == '\\' ? "\\" : "").append(each);
            }
        }
        return escaped.toString();
    }

    /** The word in quotation marks, in which the shell changes nothing. */
    public static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
