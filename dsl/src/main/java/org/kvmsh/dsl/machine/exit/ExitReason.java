package org.kvmsh.dsl.machine.exit;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.ExitKind;
import org.kvmsh.bindings.kvm.KeyedExit;

/**
 * Why a run ended where it was for no exit that has a key: another exit of the kernel's, or what kvmsh itself ended it
 * for.
 */
public enum ExitReason implements ExitKind {
    HLT,
    SHUTDOWN,
    FAIL_ENTRY,
    INTERNAL_ERROR,
    /** An exit that has no word. */
    UNKNOWN,
    /** The guest wrote its code to a debug-exit port. */
    DEBUG_EXIT,
    /** The guest took an exception that a ready handler reports. */
    EXCEPTION,
    /** The run's time was over. */
    TIMEOUT,
    /** Ctrl-C, or a call of stop. */
    STOPPED,
    /** The run's own condition is true. */
    CONDITION;

    private static final Set<ExitReason> OF_THE_KERNEL = EnumSet.range(HLT, INTERNAL_ERROR);
    private static final Set<ExitReason> USUAL = EnumSet.of(HLT, DEBUG_EXIT, STOPPED, CONDITION);
    private static final Map<String, ExitKind> BY_EXIT = new HashMap<>();

    static {
        OF_THE_KERNEL.forEach(reason -> BY_EXIT.put(reason.word(), reason));
        ofKeys().forEach(keyed -> keyed.exits().forEach(exit -> BY_EXIT.put(ExitReasons.shortName(exit), keyed)));
    }

    /** The scripts' name for an exit. */
    public static ExitKind of(Exit exit) {
        return BY_EXIT.getOrDefault(exit.name(), UNKNOWN);
    }

    /** All that scripts have a word for: {@code run until: hlt}. */
    public static List<ExitKind> words() {
        return Stream.concat(
                        ofKeys(), Arrays.stream(values()).filter(reason -> reason != UNKNOWN && reason != CONDITION))
                .map(ExitKind.class::cast)
                .toList();
    }

    /** A handler of any exit is no end of a run. */
    private static Stream<KeyedExit> ofKeys() {
        return Arrays.stream(KeyedExit.values()).filter(keyed -> !keyed.exits().isEmpty());
    }

    @Override
    public boolean isUsual() {
        return USUAL.contains(this);
    }

    @Override
    public String toString() {
        return word();
    }
}
