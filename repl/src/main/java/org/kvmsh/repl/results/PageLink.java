package org.kvmsh.repl.results;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * The links of a page.
 *
 * @param folder where the page is
 */
record PageLink(Path folder) {
    /** To a file; the page and the run's directory are moved together. */
    String to(Path file) {
        return escaped(absolute(folder).relativize(absolute(file)).toString());
    }

    /** To a test on the page. */
    static String anchor(TestAddress test) {
        return escaped(test.anchor());
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private static String escaped(String text) {
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
