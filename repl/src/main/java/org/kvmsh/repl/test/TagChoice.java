package org.kvmsh.repl.test;

import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A tag on the command line, or one behind an exclamation mark: a text that no test can have as a tag is an error. */
final class TagChoice implements ITypeConverter<String> {
    private static final Pattern CHOICE = Pattern.compile("!?[\\w.-]+");

    @Override
    public String convert(String text) {
        if (!CHOICE.matcher(text).matches()) {
            throw new TypeConversionException("'" + text
                    + "' is not a tag: write letters, digits, dots, underscores and hyphens"
                    + (text.contains(",") ? "; repeat --tag for several" : ""));
        }
        return text;
    }
}
