package org.kvmsh.repl.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.dsl.text.Fitting;

/**
 * The width of the terminal on which this program was started. It is asked again now and then, since a window can
 * change its size.
 */
final class TerminalWidth {
    private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final Pattern ROWS_AND_COLUMNS = Pattern.compile("\\d+ (\\d{1,5})\\s*");

    private final String named;
    private int columns = Fitting.USUAL_COLUMNS;
    private long asked;

    /** @param environment {@code COLUMNS} is the width, if it is set */
    TerminalWidth(Map<String, String> environment) {
        named = environment.getOrDefault("COLUMNS", "");
    }

    int columns() {
        if (named.matches("[1-9]\\d{0,3}")) {
            return Integer.parseInt(named);
        }
        if (asked == 0 || System.nanoTime() - asked > AGAIN_NANOS) {
            columns = ask();
            asked = System.nanoTime();
        }
        return columns;
    }

    private static int ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Matcher size = ROWS_AND_COLUMNS.matcher(
                    new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            int columns = size.matches() ? Integer.parseInt(size.group(1)) : 0;
            // A pty without a size has 0.
            return columns > 0 ? columns : Fitting.USUAL_COLUMNS;
        } catch (IOException e) {
            return Fitting.USUAL_COLUMNS;
        }
    }
}
