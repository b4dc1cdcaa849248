package org.kvmsh.bindings.kvm;

import java.util.Locale;

/**
 * The word of a script for an exit, or for another end of a run: an enum's constant, whose name in small letters is the
 * word.
 */
public interface ExitKind {
    /** The constant's name. */
    String name();

    /** The word: {@code io}, {@code hlt}. */
    default String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a run may well end so, unasked. */
    boolean isUsual();
}
