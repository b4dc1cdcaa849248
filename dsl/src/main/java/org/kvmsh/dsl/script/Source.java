package org.kvmsh.dsl.script;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A script's text.
 *
 * @param name as messages spell it: a path, {@code -e}, {@code stdin}
 * @param file where the text was read; null for what was typed or piped
 * @param arguments what the script was given on the command line
 */
public record Source(String name, String text, Path file, List<String> arguments) {
    public Source {
        arguments = List.copyOf(arguments);
    }

    /** A text that was typed or piped. */
    public Source(String name, String text) {
        this(name, text, null, List.of());
    }

    /**
     * A script in a file.
     *
     * @throws IOException where it is no text, with a message for who named it
     */
    public static Source read(Path file, List<String> arguments) throws IOException {
        return new Source(file.toString(), TextFile.read(file), file, arguments);
    }

    /** A line by its number from 1; empty if the text is shorter. */
    public String line(int number) {
        return text.lines().skip(Math.max(0, number - 1)).findFirst().orElse("");
    }

    /** The line and the column of a character. */
    public Site at(int position) {
        String before = text.substring(0, position);
        return new Site(
                name, (int) before.chars().filter(c -> c == '\n').count() + 1, position - before.lastIndexOf('\n'));
    }
}
