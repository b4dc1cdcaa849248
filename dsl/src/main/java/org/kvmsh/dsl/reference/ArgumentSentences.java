package org.kvmsh.dsl.reference;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The reference's sentence for each named argument, in a line. */
public final class ArgumentSentences {
    /** {@code `size:` bytes, a multiple of the page size}. */
    private static final Pattern ARGUMENT = Pattern.compile("`(\\w+):[^`]*` (.+)");

    private ArgumentSentences() {}

    /** Read at first use. */
    private static final class All {
        private static final Map<String, String> SENTENCES = new HashMap<>();

        static {
            WordDetails.all()
                    .forEach(details -> details.body()
                            .lines()
                            .filter(line -> line.startsWith("- `"))
                            .forEach(line -> {
                                for (String part : line.substring(2).split("; (?=`)")) {
                                    Matcher argument = ARGUMENT.matcher(part);
                                    if (argument.matches()) {
                                        details.words()
                                                .forEach(word -> SENTENCES.putIfAbsent(
                                                        key(
                                                                word.substring(word.lastIndexOf('.') + 1),
                                                                argument.group(1)),
                                                        argument.group(2).replace("`", "")));
                                    }
                                }
                            }));
        }
    }

    private static String key(String word, String argument) {
        return word + " " + argument;
    }

    /**
     * {@code bytes, a multiple of the page size} for {@code size} of {@code memory}; empty where the reference has
     * none.
     */
    public static String of(String word, String argument) {
        return All.SENTENCES.getOrDefault(key(word, argument), "");
    }
}
