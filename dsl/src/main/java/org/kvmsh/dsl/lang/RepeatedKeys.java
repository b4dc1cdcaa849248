package org.kvmsh.dsl.lang;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds a word that is twice a key of one JavaScript object: the engine drops all but the last without an error. */
final class RepeatedKeys {
    private static final Pattern TOKEN =
            Pattern.compile("(?<open>[(\\[{])|(?<close>[)\\]}])|(?<=[{,])\\s*(?<key>\\w+)\\s*:");

    private RepeatedKeys() {}

    /** The second place of a word. */
    record Repeated(int position, String word) {}

    /**
     * @param code a text without strings and comments
     * @return null if no word is repeated
     */
    static Repeated find(String code, Collection<String> words) {
        Deque<Set<String>> open = new ArrayDeque<>();
        Matcher token = TOKEN.matcher(code);
        while (token.find()) {
            if (token.group("open") != null) {
                open.push(new HashSet<>());
            } else if (token.group("close") != null) {
                open.poll();
            } else if (!open.isEmpty()
                    && words.contains(token.group("key"))
                    && !open.peek().add(token.group("key"))) {
                return new Repeated(token.start("key"), token.group("key"));
            }
        }
        return null;
    }
}
