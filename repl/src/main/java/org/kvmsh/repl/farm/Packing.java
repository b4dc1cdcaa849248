package org.kvmsh.repl.farm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The division of scripts into tasks. Scripts keep their order. A task takes one to five minutes, and longer if the
 * farm does not take enough tasks for that.
 *
 * @param times how long scripts took before
 * @param cpus of the farm
 * @param most how many tasks the farm takes
 */
record Packing(ScriptTimes times, int cpus, int most) {
    private static final Duration SHORT = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofMinutes(5);
    /** So many tasks for each CPU, where that does not make them too short: a long one delays the end less then. */
    private static final int TASKS_PER_CPU = 4;

    /**
     * The scripts of each task of one board's.
     *
     * @param length how long a task is to take
     */
    List<List<FarmScript>> packed(FarmBoard board, Duration length, int boards) {
        Duration target = length;
        List<List<FarmScript>> packs = packed(board.title(), board.scripts(), target);
        while (packs.size() > Math.max(1, most / boards)) {
            target = target.multipliedBy(2);
            packs = packed(board.title(), board.scripts(), target);
        }
        return packs;
    }

    /** The time that the scripts take on a board, one after the other. */
    Duration time(String board, List<FarmScript> scripts) {
        return scripts.stream().map(script -> times.of(board, script.name())).reduce(Duration.ZERO, Duration::plus);
    }

    /** How long a task is to take where all boards' work takes that long. */
    Duration target(Duration all) {
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
