package org.kvmsh.dsl.machine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.word.NamedArguments;

/**
 * What a run was asked to be.
 *
 * @param exit      the exit to run until; null where none was named
 * @param condition asked after every exit; null where there is none
 */
record RunRequest(ExitReason exit, Callable<?> condition, Duration within) {
    private static final String EXAMPLE = "run until: hlt, within: 2.s";
    private static final Duration DEFAULT_WITHIN = Duration.ofSeconds(10);

    static RunRequest of(Map<String, ?> arguments) {
        NamedArguments named = new NamedArguments("run", List.of("until", "within"), EXAMPLE, arguments, Site.UNKNOWN);
        Object until = named.get("until");
        Object within = named.get("within");
        if (within != null && !(within instanceof Duration)) {
            throw new ScriptError(Site.UNKNOWN, "within: takes a time, and '" + within + "' is none", "try: run within: 2.s");
        }
        if (until != null && !(until instanceof ExitReason) && !(until instanceof Callable)) {
            throw new ScriptError(Site.UNKNOWN, "until: takes an exit or a block, and '" + until + "' is neither", "try: run until: hlt");
        }
        return new RunRequest(until instanceof ExitReason reason ? reason : null, until instanceof Callable<?> c ? c : null,
                within == null ? DEFAULT_WITHIN : (Duration) within);
    }

    boolean isWish() {
        return exit != null || condition != null;
    }

    /** Whether the end that came is the one asked for, or none was. */
    boolean isMetBy(ExitReason end) {
        return !isWish() || end == exit || end == ExitReason.CONDITION;
    }

    String wish() {
        return exit != null ? exit.toString() : "its condition";
    }
}
