package org.kvmsh.repl.mutants;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kvmsh.bindings.damage.Damage;
import org.kvmsh.bindings.text.Digest;

/**
 * A choice of damages by a seed, evenly over kinds, and in a kind over calls. More damages to choose from change it
 * little.
 */
final class DamageDraw {
    private DamageDraw() {}

    static List<Damage> of(Collection<Damage> all, long seed, int number) {
        Map<String, Map<String, List<Damage>>> kinds = new TreeMap<>();
        for (Damage damage : all) {
            kinds.computeIfAbsent(damage.kind().toString(), kind -> new TreeMap<>())
                    .computeIfAbsent(damage.call(), call -> new ArrayList<>())
                    .add(damage);
        }
        List<Deque<Damage>> queues =
                kinds.values().stream().map(calls -> inTurn(calls, seed)).toList();
        return inTurn(queues).stream().limit(number).toList();
    }

    private static Deque<Damage> inTurn(Map<String, List<Damage>> calls, long seed) {
        List<Deque<Damage>> queues = new ArrayList<>();
        calls.entrySet().stream()
                .sorted(Comparator.comparing(call -> order(seed, call.getKey())))
                .forEach(call -> queues.add(new ArrayDeque<>(call.getValue().stream()
                        .sorted(Comparator.comparing(damage -> order(seed, damage.toString())))
                        .toList())));
        return new ArrayDeque<>(inTurn(queues));
    }

    private static String order(long seed, String id) {
        return Digest.of(seed + " " + id);
    }

    /** The first of each, then the second of each. */
    private static List<Damage> inTurn(List<Deque<Damage>> queues) {
        List<Damage> taken = new ArrayList<>();
        boolean more = true;
        while (more) {
            more = false;
            for (Deque<Damage> queue : queues) {
                if (!queue.isEmpty()) {
                    taken.add(queue.remove());
                    more = true;
                }
            }
        }
        return taken;
    }
}
