package org.kvmsh.bindings.kvm;

import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The members that scripts may use of exits of one class, by name, in addition to the fields by the kernel's names.
 * Each class creates its own in a static field; no list names the classes.
 */
public final class MembersOfExit<E extends Exit> {
    private static final Map<Class<?>, MembersOfExit<? extends Exit>> ALL = new ConcurrentHashMap<>();

    private final Map<String, Function<E, Object>> values = new TreeMap<>();
    private final Map<String, ToLongFunction<E>> counts = new TreeMap<>();
    private final Map<String, Call<E>> calls = new TreeMap<>();
    private final List<Member> described = new ArrayList<>();
    private String result;

    /** @param type the class that creates them */
    MembersOfExit(Class<E> type) {
        ALL.put(type, this);
        value("name", String.class, "the exit reason: the kernel's name without KVM_EXIT_, in lower case", Exit::name);
        value("reason", int.class, "exit_reason", Exit::reason);
    }

    /**
     * The documentation of a member.
     *
     * @param name as scripts write it
     * @param type type of its result
     * @param sentence its description, without an initial capital and without a period
     * @param takes its numeric arguments, by their meaning; null for a value
     * @param assigned whether scripts may assign to it
     */
    public record Member(String name, Class<?> type, String sentence, List<String> takes, boolean assigned) {
        /** Describes a member that is only read or called. */
        public Member(String name, Class<?> type, String sentence, List<String> takes) {
            this(name, type, sentence, takes, false);
        }
    }

    /** A function of an exit and numbers. */
    @FunctionalInterface
    public interface Act<E> {
        /**
         * Calls the function.
         *
         * @param exit the exit
         * @param numbers the arguments, at least as many as the call's least
         */
        Object of(E exit, long... numbers);
    }

    /**
     * A function of an exit.
     *
     * @param least how many numbers it takes at least
     */
    public record Call<E>(int least, Act<E> act) {}

    /** A number that is not a 64-bit kernel field, in a language that distinguishes these. */
    MembersOfExit<E> count(String name, String sentence, ToLongFunction<E> read) {
        counts.put(name, read);
        described.add(new Member(name, int.class, sentence, null));
        return this;
    }

    /** A value; an int is a count, a long is 64 bits of the guest's or the kernel's. */
    MembersOfExit<E> value(String name, Class<?> type, String sentence, Function<E, Object> read) {
        values.put(name, read);
        described.add(new Member(name, type, sentence, null));
        return this;
    }

    /** A value that scripts may also assign to; {@link NamedExit#set} of the exit's class takes it. */
    MembersOfExit<E> assigned(String name, Class<?> type, String sentence, Function<E, Object> read) {
        values.put(name, read);
        described.add(new Member(name, type, sentence, null, true));
        return this;
    }

    /** @param takes its numeric arguments, of which the first ones are required */
    MembersOfExit<E> call(String name, int least, Class<?> type, String sentence, List<String> takes, Act<E> act) {
        calls.put(name, new Call<>(least, act));
        described.add(new Member(name, type, sentence, takes));
        return this;
    }

    /**
     * Describes the meaning of a handler's result for the guest, without a period.
     *
     * @param meaning such as {@code the MSR's value}; without one, {@link Exit#waits} describes it
     */
    MembersOfExit<E> result(String meaning) {
        result = meaning;
        return this;
    }

    /**
     * The members of a class's exits: its own, or those of the class that it extends.
     *
     * @return null if the class is not one exit's
     */
    public static MembersOfExit<? extends Exit> of(Class<?> type) {
        for (Class<?> each = type; each != null && Exit.class.isAssignableFrom(each); each = each.getSuperclass()) {
            initialize(each);
            if (ALL.containsKey(each)) {
                return ALL.get(each);
            }
        }
        return null;
    }

    private static void initialize(Class<?> type) {
        try {
            MethodHandles.lookup().ensureInitialized(type);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /** The meaning of a handler's result for the guest, without a period; null if the class does not describe it. */
    public String result() {
        return result;
    }

    /** The values that are read, by name. */
    public Map<String, Function<E, Object>> values() {
        return Collections.unmodifiableMap(values);
    }

    /** The numbers of fewer than 64 bits that are longs of Java's, by name. */
    public Map<String, ToLongFunction<E>> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /** The functions that are called, by name. */
    public Map<String, Call<E>> calls() {
        return Collections.unmodifiableMap(calls);
    }

    /** All of them, as a page has them. */
    public List<Member> described() {
        return List.copyOf(described);
    }
}
