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

    /** Returns the exception, or the nearest of its causes, that is of a type; null if none is. */
    public static <T> T first(Throwable thrown, Class<T> type) {
        return of(thrown).filter(type::isInstance).map(type::cast).findFirst().orElse(null);
    }
}
