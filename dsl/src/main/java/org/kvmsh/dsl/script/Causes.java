package org.kvmsh.dsl.script;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What is behind an exception. A script may define the exception's class, so its methods may fail. */
public final class Causes {
    /** The longest chain that is followed: getCause of a script's class may return a new exception each time. */
    private static final int MOST = 1000;

    private Causes() {}

    /** An exception and its causes, the root last, each once, even if they form a cycle; none of null. */
    public static Stream<Throwable> of(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable each = thrown; each != null && !contains(chain, each) && chain.size() < MOST; ) {
            chain.add(each);
            each = cause(each);
        }
        return chain.stream();
    }

    /** Returns the exception, or the nearest of its causes, that is of a type; null if none is. */
    public static <T> T first(Throwable thrown, Class<T> type) {
        return of(thrown).filter(type::isInstance).map(type::cast).findFirst().orElse(null);
    }

    /** The message of an exception; null if it has none. */
    public static String message(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (Throwable e) {
            // Groovy does not check exceptions.
            return "its getMessage() failed";
        }
    }

    private static Throwable cause(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (Throwable e) {
            return null;
        }
    }

    private static boolean contains(List<Throwable> chain, Throwable thrown) {
        for (Throwable each : chain) {
            if (each == thrown) {
                return true;
            }
        }
        return false;
    }
}
