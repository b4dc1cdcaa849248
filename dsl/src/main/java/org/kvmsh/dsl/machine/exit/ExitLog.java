package org.kvmsh.dsl.machine.exit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KeptExit;
import org.kvmsh.dsl.inspect.ExitCount;
import org.kvmsh.dsl.inspect.ExitTable;
import org.kvmsh.dsl.inspect.Exits;
import org.kvmsh.dsl.inspect.SeenExit;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;

/**
 * The last exits of a machine's run, or of the KVM_RUNs that a script has called since, with their answers, and the
 * count for each reason. It is written at every exit, by one vCPU at a time, and allocates no objects once each entry
 * was used.
 */
public final class ExitLog {
    /** The number of exits kept; a power of two. */
    private static final int KEPT = 256;

    private final Abi abi;
    private final Slot[] ring = new Slot[KEPT];
    private final ExitTally tally = new ExitTally();
    private final ExitSlices slices = new ExitSlices();
    private ExitTally.Row current;
    /** The clocks of the run's vCPUs; empty if it is not timed. */
    private Map<VcpuEngine, VcpuClock> clocks = Map.of();

    private boolean timed;
    private long began;
    /** The duration of the run, in nanoseconds; 0 while it lasts. */
    private long took;

    private long unfinished;
    private long taken;
    private long answeredBefore;
    /** Whether what it has is of KVM_RUNs that a script called, and not of a run. */
    private boolean ofCalls;

    private static final class Slot {
        private final KeptExit exit = new KeptExit();
        private int vcpu;
        private boolean answered;
        private long answer;
    }

    /** @param abi the board's headers */
    public ExitLog(Abi abi) {
        this.abi = abi;
    }

    /**
     * Forgets the run before.
     *
     * @param answered how many exits were answered where the guest runs, in all runs so far
     * @param clocked the vCPUs whose exits are timed
     */
    public void begin(long answered, List<VcpuEngine> clocked) {
        ofCalls = false;
        taken = 0;
        answeredBefore = answered;
        tally.clear();
        slices.clear();
        timed = !clocked.isEmpty();
        clocks = clocked.stream().collect(Collectors.toUnmodifiableMap(own -> own, own -> new VcpuClock()));
        unfinished = 0;
        took = 0;
        began = System.nanoTime();
    }

    /** KVM_RUN of a vCPU. */
    public int enter(VcpuEngine own) {
        return timed ? clocks.get(own).enter(own) : own.enter();
    }

    /** The run is over. */
    public void end() {
        took = Math.max(1, System.nanoTime() - began);
        clocks.values().forEach(clock -> unfinished += clock.takeInKvmRun());
    }

    /** Forgets the last run when the first KVM_RUN after it is called by a script. */
    public void beginCalls(long answered) {
        if (!ofCalls) {
            begin(answered, List.of());
            ofCalls = true;
        }
    }

    /**
     * Takes what the guest gets for an exit of a KVM_RUN that a script called.
     *
     * @param number which of the exits it was, from 0
     */
    public void answered(long number, Exit exit) {
        if (ofCalls && number >= taken - KEPT) {
            answered(ring[(int) (number & KEPT - 1)], exit);
        }
    }

    /** The number of exits that the run took. */
    public long taken() {
        return taken;
    }

    /** Takes the exit that a vCPU is at. */
    public void take(VcpuEngine own, Exit exit) {
        int at = (int) (taken++ & KEPT - 1);
        Slot slot = ring[at];
        if (slot == null) {
            slot = new Slot();
            ring[at] = slot;
        }
        slot.vcpu = own.id();
        slot.answered = false;
        own.vcpu().keep(exit, slot.exit);
        current = tally.take(own.vcpu(), exit);
        if (timed) {
            VcpuClock clock = clocks.get(own);
            current.ran(clock.takeInKvmRun());
            slices.take(clock.at() - began);
        }
    }

    /** The handler of the last recorded exit has returned. */
    public void handled(VcpuEngine own) {
        if (timed) {
            current.handled(clocks.get(own).outside());
        }
    }

    /** Records the guest's answer to the last recorded exit. */
    public void answered(Exit exit) {
        answered(ring[(int) (taken - 1 & KEPT - 1)], exit);
    }

    private static void answered(Slot slot, Exit exit) {
        if (exit.waits() != Exit.Waits.FOR_NOTHING) {
            slot.answer = exit.answer();
            slot.answered = true;
        }
    }

    /** The exits recorded since the run began. */
    public Exits exits(long answered) {
        List<SeenExit> last = new ArrayList<>();
        for (long i = Math.max(0, taken - KEPT); i < taken; i++) {
            Slot slot = ring[(int) (i & KEPT - 1)];
            last.add(new SeenExit((int) i + 1, slot.vcpu, slot.exit.exit(abi), slot.answered ? slot.answer : null));
        }
        Map<String, Long> byName = new TreeMap<>();
        tally.rows().forEach(row -> byName.merge(name(row.reason()), row.count(), Long::sum));
        return new Exits(last, byName, answered - answeredBefore, table());
    }

    private ExitTable table() {
        long nanos = ofCalls ? 0 : took == 0 && began != 0 ? System.nanoTime() - began : took;
        List<ExitCount> rows = new ArrayList<>();
        for (ExitTally.Row row : tally.rows()) {
            String place =
                    row.first() == null ? "other places" : row.first().exit(abi).placeInWords();
            ExitCount count = ExitCount.of(name(row.reason()), place, row.count(), taken, nanos);
            rows.add(timed ? count.timed(row.inKvmRun(), row.handling()) : count);
        }
        rows.sort(Comparator.comparingLong((ExitCount row) -> row.getCount().longValue())
                .reversed());
        return new ExitTable(rows, nanos, timed ? slices.of(nanos) : null, unfinished);
    }

    private String name(int reason) {
        String named = ExitReasons.shortName(abi, reason);
        return named == null ? "exit " + reason : named;
    }
}
