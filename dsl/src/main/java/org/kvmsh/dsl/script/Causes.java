package org.kvmsh.dsl.script;

import java.util.Objects;
import java.util.stream.Stream;

/** What is behind an exception. */
public final class Causes {
    private Causes() {}

    /** An exception and its causes, the root last; none of null. */
    public static Stream<Throwable> of(Throwable thrown) {
        return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause);
    }

    /** The first of a class among an exception and its causes; null if there is none. */
    public static <T> T first(Throwable thrown, Class<T> type) {
        return of(thrown).filter(type::isInstance).map(type::cast).findFirst().orElse(null);
    }
}
