package org.kvmsh.repl.compare;

/**
 * A side's value of one aspect.
 *
 * @param value null if it has none
 * @param whyNot what the side is: {@code a trace}; null if it has some
 */
record Held<T>(T value, String whyNot) {
    static <T> Held<T> of(T value) {
        return new Held<>(value, null);
    }

    static <T> Held<T> none(String whyNot) {
        return new Held<>(null, whyNot);
    }
}
