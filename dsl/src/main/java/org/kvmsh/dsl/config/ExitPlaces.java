package org.kvmsh.dsl.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The exits of one key at the ports, addresses or numbers from first to last, which are unsigned. */
public record ExitPlaces(KeyedExit kind, long first, long last) {
    /** More specific places before wider ones. */
    public static final Comparator<ExitPlaces> NARROWEST_FIRST =
            Comparator.comparing(places -> places.last - places.first, Long::compareUnsigned);

    private static final long HIGHEST = -1;

    /** The exits without a more specific handler. */
    public static ExitPlaces any(KeyedExit kind) {
        return new ExitPlaces(kind, 0, HIGHEST);
    }

    /** A single one. */
    public static ExitPlaces one(KeyedExit kind, long place) {
        return new ExitPlaces(kind, place, place);
    }

    /** Whether they are all of the key's. */
    public boolean isAny() {
        return first == 0 && last == HIGHEST;
    }

    /** Whether it is a single one. */
    public boolean isOne() {
        return first == last;
    }

    /** Whether an exit can be of both. */
    boolean overlaps(ExitPlaces other) {
        return kind == other.kind
                && Long.compareUnsigned(other.first, last) <= 0
                && Long.compareUnsigned(first, other.last) <= 0;
    }

    /** The parts of these that narrower ones leave. */
    public List<ExitPlaces> without(ExitPlaces narrower) {
        if (!overlaps(narrower)) {
            return List.of(this);
        }
        List<ExitPlaces> left = new ArrayList<>();
        if (Long.compareUnsigned(first, narrower.first) < 0) {
            left.add(new ExitPlaces(kind, first, narrower.first - 1));
        }
        if (Long.compareUnsigned(narrower.last, last) < 0) {
            left.add(new ExitPlaces(kind, narrower.last + 1, last));
        }
        return left;
    }

    /**
     * Rejects these if a handler or an answer has places of the same width among them: if two fit an exit, the more
     * specific one is used, but neither of two that are equally specific is.
     *
     * @param what what has these: handlers, answers or devices
     */
    public void alone(List<HandlerConfig> handlers, List<AnswerConfig> answers, String what, Site at) {
        handlers.forEach(other -> alone(other.places(), what, at, other.site()));
        answers.forEach(other -> alone(other.places(), what, at, other.site()));
    }

    private void alone(ExitPlaces other, String what, Site at, Site otherAt) {
        if (overlaps(other) && NARROWEST_FIRST.compare(this, other) == 0) {
            long shared = Long.compareUnsigned(first, other.first) > 0 ? first : other.first;
            throw new ScriptError(
                    at,
                    "two " + what + " for " + kind.key() + " " + (isAny() ? "any" : Bits64.hex(shared)),
                    "the other is at " + otherAt);
        }
    }

    /** In the script's spelling: {@code io: 0x10..0x1f}. */
    @Override
    public String toString() {
        return kind.key() + ": " + (isAny() ? "any" : Bits64.hex(first) + (isOne() ? "" : ".." + Bits64.hex(last)));
    }
}
