package org.kvmsh.dsl.complete;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.text.TsvTable;

/** Sorts what is offered: first what scripts have most often at such a place, as {@code usual-order.tsv} has it. */
final class UsualOrder {
    private static final Map<String, Map<String, Integer>> PLACES = new HashMap<>();
    private static final int LISTED = 1000;

    static {
        for (String[] row : TsvTable.rows(UsualOrder.class, "usual-order.tsv")) {
            Map<String, Integer> ranks = new HashMap<>();
            Arrays.stream(row[1].split(" ")).forEach(item -> ranks.putIfAbsent(item, ranks.size()));
            PLACES.put(row[0], ranks);
        }
    }

    private UsualOrder() {}

    /** @param found in the order of those that are not in the table */
    static List<Completion> sorted(List<Completion> found, PlaceKeys keys, OwnArchitecture own) {
        List<String> places = keys.all();
        Map<Completion, Integer> ranks = new HashMap<>();
        found.forEach(completion -> ranks.put(
                completion,
                own.has(completion.text()) ? rank(keys.item(completion), places) : places.size() * LISTED + LISTED));
        return found.stream()
                .sorted(Comparator.<Completion>comparingInt(ranks::get))
                .toList();
    }

    private static int rank(String item, List<String> places) {
        // A person who has a machine goes on with it.
        if (places.contains(PlaceKeys.NEW_LINE) && item.equals("<Machine>")) {
            return 0;
        }
        for (int i = 0; i < places.size(); i++) {
            Integer rank = PLACES.getOrDefault(places.get(i), Map.of()).get(item);
            if (rank != null) {
                return i * LISTED + rank;
            }
        }
        return places.size() * LISTED;
    }
}
