package org.kvmsh.bindings.kvm;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What scripts may ask of exits of one class, by name, in languages that do not know Java's getters; their fields by the kernel's names are besides. */
public final class MembersOfExit<E extends Exit> {
    private final Map<String, Function<E, Object>> values = new TreeMap<>();
    private final Map<String, ToLongFunction<E>> counts = new TreeMap<>();
    private final Map<String, Call<E>> calls = new TreeMap<>();

    MembersOfExit() {
        value("name", Exit::name);
    }

    /** What a function does with an exit and numbers. */
    @FunctionalInterface
    public interface Act<E> {
        Object of(E exit, long... numbers);
    }

    /**
     * A function of an exit.
     *
     * @param least how many numbers it takes at least
     */
    public record Call<E>(int least, Act<E> act) { }

    /** A number that is nobody's 64 bits, in a language that tells these apart. */
    MembersOfExit<E> count(String name, ToLongFunction<E> read) {
        counts.put(name, read);
        return this;
    }

    /** A value; an int is a count, a long is 64 bits of the guest's or the kernel's. */
    MembersOfExit<E> value(String name, Function<E, Object> read) {
        values.put(name, read);
        return this;
    }

    MembersOfExit<E> call(String name, int least, Act<E> act) {
        calls.put(name, new Call<>(least, act));
        return this;
    }

    /** What is read, by its name. */
    public Map<String, Function<E, Object>> values() {
        return Collections.unmodifiableMap(values);
    }

    /** The numbers of fewer than 64 bits that are longs of Java's, by name. */
    public Map<String, ToLongFunction<E>> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /** What is called, by its name. */
    public Map<String, Call<E>> calls() {
        return Collections.unmodifiableMap(calls);
    }
}
