package org.kvmsh.dsl.machine.run;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.ExitAdvice;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.ExitKind;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.machine.exit.ExitReason;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.word.NamedArguments;

/**
 * The request for a run.
 *
 * @param exit the exit to run until; null if none was named
 * @param named the same for an exit without a word, by the kernel's name in small letters
 * @param condition asked after every exit, or null
 * @param vcpu the number of the vCPU that runs alone; null if all run
 * @param steps how many instructions of the first of them to run; 0 for any number
 * @param place the place to run to, in words; null if it is not a run to a place
 * @param timed whether its exits are timed
 * @param abi the board's headers
 */
public record RunRequest(
        ExitKind exit,
        String named,
        Callable<?> condition,
        Duration within,
        Integer vcpu,
        long steps,
        String place,
        boolean timed,
        Abi abi) {
    /** The default limit of a run's time. */
    public static final Duration WITHIN = Duration.ofSeconds(10);
    /** Longer than any run. */
    static final Duration UNLIMITED = Duration.ofDays(36_500);

    /** Why a condition that held for a while may not have ended the run. */
    static final String WHEN_ASKED = "the condition is checked only after an exit; to stop at an"
            + " instruction or a memory access: m.breakpoint, m.watchpoint";

    private static final long MOST_STEPS = 1L << 40;
    private static final String EXAMPLE = "run until: mmio, within: 2.s";

    static RunRequest of(Map<String, ?> arguments, Abi abi) {
        return of(arguments, WITHIN, abi);
    }

    /** The request of {@code start}: without a time limit the run lasts until it is stopped or waited for. */
    static RunRequest started(Map<String, ?> arguments, Abi abi) {
        return of(arguments, UNLIMITED, abi);
    }

    /**
     * The request of a run to a place.
     *
     * @param within null for the usual limit
     */
    static RunRequest to(String place, Object within, Abi abi) {
        RunRequest usual = within == null ? of(Map.of(), abi) : of(Map.of("within", within), abi);
        return new RunRequest(KeyedExit.DEBUG, null, null, usual.within, null, 0, place, false, abi);
    }

    private static boolean isExit(Abi abi, Object until) {
        return ExitReasons.of(abi).stream()
                .anyMatch(reason -> ExitReasons.shortName(reason).equals(until.toString()));
    }

    private static RunRequest of(Map<String, ?> arguments, Duration usual, Abi abi) {
        NamedArguments given = new NamedArguments(
                "run", List.of("until", "within", "vcpu", "steps", "timed"), EXAMPLE, arguments, Site.UNKNOWN);
        Object until = given.get("until");
        Duration within = given.timeOrNull("within");
        String named = until instanceof Number number ? ExitReasons.shortName(abi, number.longValue()) : null;
        if (until != null && named == null && !(until instanceof ExitKind) && !(until instanceof Callable)) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "until: takes an exit or a block, not '" + until + "'",
                    until instanceof CharSequence ? "write an exit without quotes" : "",
                    "try: run until: " + (isExit(abi, until) ? until : "mmio"),
                    "or use the constant of any exit: KVM_EXIT_DEBUG");
        }
        return new RunRequest(
                until instanceof ExitKind word ? word : null,
                named,
                until instanceof Callable<?> c ? c : null,
                within == null ? usual : within,
                arguments.containsKey("vcpu")
                        ? (Integer) (int) Bits64.of(given.get("vcpu"), "vcpu:", 0, Integer.MAX_VALUE, Site.UNKNOWN)
                        : null,
                arguments.containsKey("steps")
                        ? Bits64.of(given.get("steps"), "steps:", 1, MOST_STEPS, Site.UNKNOWN)
                        : 0,
                null,
                given.flag("timed"),
                abi);
    }

    boolean hasLimit() {
        return !within.equals(UNLIMITED);
    }

    /** Whether the condition is true now; false if there is none. */
    boolean isConditionMet() throws Exception {
        return condition != null && Boolean.TRUE.equals(condition.call());
    }

    /** Whether an exit is the one to run until. */
    boolean isFor(Exit came) {
        return exit != null && exit == ExitReason.of(came) || named != null && named.equals(came.name());
    }

    /** Whether the end is the requested one, or none was requested. */
    boolean isMetBy(ExitKind reason, String name) {
        return !hasWish()
                || steps > 0 && reason == KeyedExit.DEBUG
                || reason == ExitReason.CONDITION
                || reason == exit
                || named != null && named.equals(name);
    }

    /** That no kernel of the board's architecture has the exit; empty if one has it, or if that is not known. */
    String never() {
        if (exit == null && named == null) {
            return "";
        }
        List<String> reasons = exit instanceof KeyedExit keyed
                ? keyed.exits()
                : List.of(ExitReasons.PREFIX + wish().toUpperCase(Locale.ROOT));
        List<ExitAdvice> known = reasons.stream()
                .map(ExitReasons::advice)
                .filter(Objects::nonNull)
                .toList();
        if (known.isEmpty() || known.stream().anyMatch(advice -> advice.isOf(abi.arch()))) {
            return "";
        }
        String others = known.stream()
                .flatMap(advice -> advice.architectures().stream())
                .distinct()
                .collect(Collectors.joining(", "));
        return "no " + abi.arch() + " kernel has the exit " + wish()
                + (others.isEmpty() ? "" : ": it is an exit of " + others);
    }

    boolean hasWish() {
        return exit != null || named != null || condition != null || steps > 0;
    }

    String wish() {
        return place != null
                ? place
                : exit != null
                        ? exit.toString()
                        : named != null
                                ? named
                                : condition != null ? "its condition" : steps + (steps == 1 ? " step" : " steps");
    }
}
