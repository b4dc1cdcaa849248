package org.kvmsh.repl.shell;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.kvmsh.dsl.Kvmsh;
import org.kvmsh.dsl.lang.Language;

/** The note about an unknown name that the session's other language declared. */
public final class OtherLanguage {
    private static final Pattern UNKNOWN = Pattern.compile("unknown (?:name|word) '?([\\w$]+)'?.*");

    private OtherLanguage() {}

    /** A note for an error's headline; empty if it is about something else. */
    public static Optional<String> note(Kvmsh kvmsh, Language here, String headline) {
        Matcher unknown = UNKNOWN.matcher(headline);
        Language other = unknown.matches() ? kvmsh.declaredElsewhere(unknown.group(1), here) : null;
        return Optional.ofNullable(other)
                .map(language -> unknown.group(1) + " is declared in " + language
                        + " and cannot be used in " + here + ": only numbers, strings, bytes, machines, boards and"
                        + " other kvmsh objects can be used in both languages; to use it: /lang " + language);
    }
}
