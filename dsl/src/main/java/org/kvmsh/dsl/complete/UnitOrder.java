package org.kvmsh.dsl.complete;

import java.util.Comparator;
import java.util.List;

/** Sorts the units of a number: those first that fit what an argument takes, and of these the most usual ones. */
final class UnitOrder {
    private static final List<String> BYTES = List.of("KB", "MB", "GB");
    private static final List<String> TIMES = List.of("s", "ms", "min");

    private UnitOrder() {}

    /** @param kind what the argument takes; null where that is unknown */
    static List<Completion> sorted(List<Completion> units, ArgumentKind kind) {
        List<String> first = kind == ArgumentKind.TIME ? TIMES : BYTES;
        List<String> second = kind == ArgumentKind.TIME ? BYTES : TIMES;
        return units.stream()
                .sorted(Comparator.comparingInt((Completion unit) -> rank(unit, first))
                        .thenComparingInt(unit -> rank(unit, second)))
                .toList();
    }

    private static int rank(Completion unit, List<String> units) {
        int at = units.indexOf(unit.text());
        return at < 0 ? units.size() : at;
    }
}
