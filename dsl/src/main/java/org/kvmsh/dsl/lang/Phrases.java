package org.kvmsh.dsl.lang;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Messages of Java, of Groovy and of a JavaScript engine, with their meaning for a script. */
public final class Phrases {
    private record Phrase(Pattern said, String meaning) {}

    private final List<Phrase> all = new ArrayList<>();

    /** @param meaning with $1 for what the pattern's first group matches */
    public Phrases with(String said, String meaning) {
        all.add(new Phrase(Pattern.compile(said, Pattern.DOTALL), meaning));
        return this;
    }

    /** The meaning of a message; empty if it is not known. */
    public Optional<String> meaning(String message) {
        for (Phrase phrase : all) {
            Matcher found = phrase.said.matcher(message);
            if (found.find()) {
                return Optional.of(found.replaceFirst(phrase.meaning));
            }
        }
        return Optional.empty();
    }
}
