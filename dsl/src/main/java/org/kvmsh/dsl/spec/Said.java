package org.kvmsh.dsl.spec;

/** What one word said, and where. */
public record Said<T>(T value, Site site) {
    /**
     * What a word says that may be said once.
     *
     * @param before what it said before; null where it did not
     * @throws ScriptError where it did
     */
    static <T> Said<T> once(Said<T> before, String word, T value, Site at) {
        VmSpec.once(before, word, at);
        return new Said<>(value, at);
    }
}
