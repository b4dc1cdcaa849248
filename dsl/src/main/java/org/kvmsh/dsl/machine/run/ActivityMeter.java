package org.kvmsh.dsl.machine.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.kvmsh.dsl.inspect.Activity;
import org.kvmsh.dsl.inspect.ExitCount;
import org.kvmsh.dsl.inspect.ExitTable;
import org.kvmsh.dsl.inspect.HotPlace;
import org.kvmsh.dsl.inspect.Stat;
import org.kvmsh.dsl.inspect.Stats;
import org.kvmsh.dsl.inspect.VcpuActivity;
import org.kvmsh.dsl.machine.stop.VcpusNow;
import org.kvmsh.dsl.machine.vcpu.LiveMachine;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.script.Bits64;

/**
 * Measures what a machine does, from outside its run: exits by their counters, the rest by samples. A sample kicks a
 * vCPU out of KVM_RUN to read its pc.
 */
public final class ActivityMeter {
    private static final long BETWEEN_MILLIS = 50;

    private final LiveMachine machine;
    private final Runs runs;

    /** The samples of one vCPU. */
    private static final class Samples {
        private int all;
        private int inKvmRun;
        private int outside;
        private long exits;
    }

    /** @param runs of the machine */
    public ActivityMeter(LiveMachine machine, Runs runs) {
        this.machine = machine;
        this.runs = runs;
    }

    /** @param ends asked every 50 ms whether to measure no longer */
    public Activity over(Duration time, BooleanSupplier ends) {
        machine.checkOpen();
        List<VcpuEngine> vcpus = List.copyOf(machine.engines());
        Map<VcpuEngine, Samples> samples = new LinkedHashMap<>();
        Map<String, Integer> places = new TreeMap<>();
        for (VcpuEngine vcpu : vcpus) {
            samples.put(vcpu, new Samples());
            samples.get(vcpu).exits = vcpu.exits();
        }
        // Read before the exits are and after them: what KVM counts includes each exit that is reported.
        Map<String, Stat> stats = stats(vcpus);
        Map<List<String>, Long> before = counts();
        long began = System.nanoTime();
        do {
            pause(time.toNanos() - (System.nanoTime() - began));
            samples.forEach((vcpu, own) -> sample(vcpu, own, places));
        } while (System.nanoTime() - began < time.toNanos() && !ends.getAsBoolean());
        long took = System.nanoTime() - began;
        return new Activity(
                took / 1e6,
                exits(before, took),
                samples.entrySet().stream()
                        .map(own -> activity(own.getKey(), own.getValue(), took))
                        .toList(),
                hot(places),
                changed(stats, stats(vcpus)));
    }

    private static void pause(long left) {
        try {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(BETWEEN_MILLIS)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void sample(VcpuEngine vcpu, Samples own, Map<String, Integer> places) {
        own.all++;
        if (!runs.isRunning()) {
            return;
        }
        if (vcpu.isInKvmRun()) {
            own.inKvmRun++;
        } else {
            own.outside++;
        }
        places.merge(place(vcpu.touch(vcpu::address)), 1, Integer::sum);
    }

    private String place(long pc) {
        String function = machine.names().function(pc);
        return function == null ? Bits64.hex(pc) : function;
    }

    private VcpuActivity activity(VcpuEngine vcpu, Samples own, long took) {
        String state = runs.isRunning() ? vcpu.touch(() -> VcpusNow.of(vcpu.vcpu())) : "stopped";
        return new VcpuActivity(
                vcpu.id(),
                state.isEmpty() ? "running" : state,
                (vcpu.exits() - own.exits) * 1e9 / took,
                (double) own.inKvmRun / own.all,
                (double) own.outside / own.all);
    }

    private Map<List<String>, Long> counts() {
        Map<List<String>, Long> counts = new LinkedHashMap<>();
        runs.exits().table().all().forEach(row -> counts.put(List.of(row.name(), row.place()), row.counted()));
        return counts;
    }

    /** Another run may have begun since, and counts from 0. */
    private ExitTable exits(Map<List<String>, Long> before, long took) {
        Map<List<String>, Long> more = new LinkedHashMap<>();
        counts().forEach((row, count) -> {
            long earlier = before.getOrDefault(row, 0L);
            more.put(row, count < earlier ? count : count - earlier);
        });
        more.values().removeIf(count -> count == 0);
        long total = more.values().stream().mapToLong(Long::longValue).sum();
        return new ExitTable(
                more.entrySet().stream()
                        .map(row ->
                                ExitCount.of(row.getKey().get(0), row.getKey().get(1), row.getValue(), total, took))
                        .sorted(Comparator.comparingLong(ExitCount::counted).reversed())
                        .toList(),
                took,
                null,
                0);
    }

    private static List<HotPlace> hot(Map<String, Integer> places) {
        double all = places.values().stream().mapToInt(Integer::intValue).sum();
        return places.entrySet().stream()
                .map(place -> new HotPlace(place.getKey(), place.getValue() / all))
                .sorted(Comparator.comparingDouble(HotPlace::share).reversed())
                .toList();
    }

    /** The statistics that count, summed over the vCPUs; empty if the kernel has none. */
    private Map<String, Stat> stats(List<VcpuEngine> vcpus) {
        Map<String, Stat> sums = new LinkedHashMap<>();
        if (machine.made().capability("KVM_CAP_BINARY_STATS_FD") == 0) {
            return sums;
        }
        for (VcpuEngine vcpu : vcpus) {
            vcpu.touch(() -> Stats.of(vcpu.vcpu())).all().stream()
                    .filter(stat -> stat.type().equals("cumulative"))
                    .forEach(stat -> sums.merge(stat.name(), stat, Stat::plus));
        }
        return sums;
    }

    private static List<Stat> changed(Map<String, Stat> before, Map<String, Stat> after) {
        List<Stat> changed = new ArrayList<>();
        after.forEach((name, stat) -> {
            Stat more = before.containsKey(name) ? stat.since(before.get(name)) : stat;
            if (more.getValue() != 0) {
                changed.add(more);
            }
        });
        changed.sort(Comparator.comparingLong(Stat::getValue).reversed());
        return changed;
    }
}
