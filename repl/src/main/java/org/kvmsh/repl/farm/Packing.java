package org.kvmsh.repl.farm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The division of scripts into tasks. Scripts keep their order. A task takes one to five minutes, and longer if the
 * farm does not take enough tasks for that.
 *
 * @param times how long scripts took before
 * @param length how long a task is to take; null to follow from the work and the CPUs
 * @param cpus of the farm
 * @param most how many tasks the farm takes
 */
record Packing(ScriptTimes times, Duration length, int cpus, int most) {
    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofMinutes(5);
    /** So many tasks for each CPU, where that does not make them too short: a long one delays the end less then. */
    private static final int TASKS_PER_CPU = 4;

    /** The scripts of each task of one board's, where all boards' work takes that long. */
    List<List<FarmScript>> packed(String board, List<FarmScript> scripts, Duration all, int boards) {
        Duration target = target(all);
        List<List<FarmScript>> packs = packed(board, scripts, target);
        while (packs.size() > Math.max(1, most / boards)) {
            target = target.multipliedBy(2);
            packs = packed(board, scripts, target);
        }
        return packs;
    }

    /** The time that the scripts take on a board, one after the other. */
    Duration time(String board, List<FarmScript> scripts) {
        return scripts.stream().map(script -> times.of(board, script.name())).reduce(Duration.ZERO, Duration::plus);
    }

    private Duration target(Duration all) {
        if (length != null) {
            return length;
        }
        Duration share = all.dividedBy(Math.max(1, TASKS_PER_CPU * cpus));
        return share.compareTo(SHORT) < 0 ? SHORT : share.compareTo(LONG) > 0 ? LONG : share;
    }

    private List<List<FarmScript>> packed(String board, List<FarmScript> scripts, Duration target) {
        List<List<FarmScript>> packs = new ArrayList<>();
        List<FarmScript> pack = new ArrayList<>();
        Duration filled = Duration.ZERO;
        for (FarmScript script : scripts) {
            Duration time = times.of(board, script.name());
            if (!pack.isEmpty() && filled.plus(time).compareTo(target) > 0) {
                packs.add(List.copyOf(pack));
                pack.clear();
                filled = Duration.ZERO;
            }
            pack.add(script);
            filled = filled.plus(time);
        }
        if (!pack.isEmpty()) {
            packs.add(List.copyOf(pack));
        }
        return packs;
    }
}
