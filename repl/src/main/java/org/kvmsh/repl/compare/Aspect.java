package org.kvmsh.repl.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A kind of facts that two sides may both have. */
enum Aspect {
    CAPABILITIES,
    TESTS,
    CALLS,
    TIMES;

    static List<String> names() {
        return Arrays.stream(values()).map(Aspect::toString).toList();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
