package org.kvmsh.dsl.call;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Structs below a condition that does not hold: a line each, and the fields in which two of them differ. */
public final class StructBrief {
    private static final int LONGEST = 52;
    private static final int MOST_DIFFERENT = 8;

    private StructBrief() {}

    /** The first fields that are not zero, and how many more there are. */
    public static String of(StructValue value) {
        List<String> all = StructShown.filled(value);
        StringBuilder text = new StringBuilder();
        int shown = 0;
        while (shown < all.size()
                && (text.isEmpty() || text.length() + all.get(shown).length() <= LONGEST)) {
            text.append(text.isEmpty() ? "" : ", ").append(all.get(shown++));
        }
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text.toString();
        return value.layout().name() + " {" + cut + (shown < all.size() ? ", … " + (all.size() - shown) + " more" : "")
                + "}";
    }

    /**
     * A line for each field that differs between the first two structs of the same layout; empty if there are not two,
     * or they are equal.
     */
    public static List<String> differences(Collection<?> values) {
        List<StructValue> structs = values.stream()
                .filter(StructValue.class::isInstance)
                .map(StructValue.class::cast)
                .distinct()
                .toList();
        if (structs.size() != 2
                || !StructLayout.isSame(structs.get(0).layout(), structs.get(1).layout())) {
            return List.of();
        }
        List<String> all = StructDifference.of(structs.get(0), structs.get(1))
                .toString()
                .lines()
                .toList();
        List<String> lines = new ArrayList<>(List.of("they differ in:"));
        all.stream().limit(MOST_DIFFERENT).forEach(line -> lines.add("  " + line));
        if (all.size() > MOST_DIFFERENT) {
            lines.add("  … " + (all.size() - MOST_DIFFERENT) + " more");
        }
        return lines;
    }
}
