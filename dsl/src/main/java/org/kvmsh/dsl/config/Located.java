package org.kvmsh.dsl.config;

import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** A word's value with its source location. */
public record Located<T>(T value, Site site) {
    /**
     * Sets a value that may be set once.
     *
     * @param before the earlier value, or null
     * @throws ScriptError if there is one
     */
    static <T> Located<T> once(Located<T> before, String word, T value, Site at) {
        VmConfig.once(before, word, at);
        return new Located<>(value, at);
    }
}
