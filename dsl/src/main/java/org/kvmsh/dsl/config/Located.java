package org.kvmsh.dsl.config;

import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** A word's value with its source location. */
public record Located<T>(T value, Site site) {
    /**
     * What a word says that may be said once.
     *
     * @param before what it said before; null if it did not
     * @throws ScriptError where it did
     */
    static <T> Located<T> once(Located<T> before, String word, T value, Site at) {
        VmConfig.once(before, word, at);
        return new Located<>(value, at);
    }
}
