package org.kvmsh.repl.cli;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Names on a command line or in a file: a glob of whole names, or between slashes a regular expression that finds a
 * part of them.
 */
public final class NamePattern {
    private final String text;
    private final Pattern pattern;

    private NamePattern(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /** @throws PatternSyntaxException where a regular expression is wrong */
    public static NamePattern of(String text) {
        boolean regex = text.length() > 2 && text.startsWith("/") && text.endsWith("/");
        return new NamePattern(
                text,
                regex
                        ? Pattern.compile(text.substring(1, text.length() - 1))
                        : Pattern.compile("\\A" + glob(text) + "\\z", Pattern.DOTALL));
    }

    private static String glob(String text) {
        StringBuilder regex = new StringBuilder();
        text.codePoints()
                .forEach(each ->
                        regex.append(each == '*' ? ".*" : each == '?' ? "." : Pattern.quote(Character.toString(each))));
        return regex.toString();
    }

    /** Whether it is the pattern of one of some names. */
    public boolean matches(String... names) {
        return Stream.of(names).anyMatch(name -> pattern.matcher(name).find());
    }

    @Override
    public String toString() {
        return text;
    }

    /** The converter for an option's value. */
    public static final class OfOption implements ITypeConverter<NamePattern> {
        @Override
        public NamePattern convert(String text) {
            try {
                return of(text);
            } catch (PatternSyntaxException e) {
                throw new TypeConversionException("'" + text + "' is not a regular expression: " + e.getDescription()
                        + (e.getIndex() < 0 ? "" : " at character " + (e.getIndex() + 2)));
            }
        }
    }
}
