package org.kvmsh.repl.cli;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time on the command line: {@code 60}, {@code 90s}, {@code 500ms}, {@code 5min}. */
public final class TestTime implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(ms|s|min|)");
    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1000L, "", 1000L, "min", 60_000L);

    @Override
    public Duration convert(String text) {
        Matcher time = FORM.matcher(text);
        if (!time.matches() || time.group(1).matches("0+")) {
            throw new TypeConversionException("'" + text + "' is not a time: write 90s, 500ms or 5min");
        }
        return Duration.ofMillis(Long.parseLong(time.group(1)) * MILLIS.get(time.group(2)));
    }
}
