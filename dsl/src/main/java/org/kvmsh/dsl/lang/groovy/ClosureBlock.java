package org.kvmsh.dsl.lang.groovy;

import groovy.lang.Closure;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.Block;

/** A closure as a word's block. */
final class ClosureBlock {
    private ClosureBlock() {}

    /** The block; after it, the script is again where the block is. */
    static Block of(Closure<?> closure) {
        return words -> {
            if (words == null) {
                return closure.call();
            }
            Closure<?> own = (Closure<?>) closure.clone();
            own.setDelegate(words);
            own.setResolveStrategy(Closure.DELEGATE_FIRST);
            Site before = Cursor.here();
            Object last = own.call();
            Cursor.back(before);
            return last;
        };
    }
}
