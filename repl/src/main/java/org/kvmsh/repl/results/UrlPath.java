package org.kvmsh.repl.results;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** Relative URLs of files, and the characters that a URL's path may have. */
public final class UrlPath {
    private UrlPath() {}

    /** The URL of a file for a page in a directory; both are moved together. */
    public static String relative(Path directory, Path file) {
        return escaped(absolute(directory).relativize(absolute(file)).toString());
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    /** A text with every character escaped that a URL's path cannot have. */
    public static String escaped(String text) {
        return text.codePoints()
                .mapToObj(each -> "\"%<>`#?{}|\\^[]".indexOf(each) < 0 && each > ' ' && each < 127
                        ? Character.toString(each)
                        : percent(each))
                .collect(Collectors.joining());
    }

    private static String percent(int character) {
        StringBuilder text = new StringBuilder();
        for (byte each : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
            text.append(String.format("%%%02X", each & 0xff));
        }
        return text.toString();
    }
}
