package org.kvmsh.dsl.lang;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The languages that a script can be in. */
public enum Language {
    GROOVY,
    JS;

    /** The language of a file by how its name ends: Groovy's where it is not JavaScript's. */
    public static Language ofFile(String name) {
        String small = name.toLowerCase(Locale.ROOT);
        return small.endsWith(".js") || small.endsWith(".mjs") ? JS : GROOVY;
    }

    public static Optional<Language> named(String name) {
        return Arrays.stream(values())
                .filter(language -> language.toString().equals(name))
                .findFirst();
    }

    public static List<String> names() {
        return Arrays.stream(values()).map(Language::toString).toList();
    }

    /** A text as a literal, which both languages write in the same way. */
    public static String quoted(String text) {
        return "'"
                + text.replace("\\", "\\\\")
                        .replace("'", "\\'")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r") + "'";
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
