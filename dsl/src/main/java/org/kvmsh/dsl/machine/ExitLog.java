package org.kvmsh.dsl.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.ExitReasons;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KeptExit;
import org.kvmsh.dsl.inspect.Exits;
import org.kvmsh.dsl.inspect.SeenExit;

/**
 * The last exits of a machine's run, or of the KVM_RUNs that a script has called since, with their answers, and the count for each
 * reason. It is written at every exit, by one vCPU at a time, and allocates no objects once each entry was used.
 */
final class ExitLog {
    /** How many are kept; a power of two. */
    private static final int KEPT = 256;
    /** The reasons of Linux 7.2 are below it; one above is counted apart. */
    private static final int REASONS = 64;

    private final Abi abi;
    private final Slot[] ring = new Slot[KEPT];
    private final long[] counts = new long[REASONS];
    private final Map<Integer, Long> rare = new TreeMap<>();
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

    ExitLog(Abi abi) {
        this.abi = abi;
    }

    /**
     * Forgets the run before.
     *
     * @param answered how many exits were answered where the guest runs, in all runs so far
     */
    void begin(long answered) {
        ofCalls = false;
        taken = 0;
        answeredBefore = answered;
        Arrays.fill(counts, 0);
        rare.clear();
    }

    /** Forgets the last run when the first KVM_RUN after it is called by a script. */
    void beginCalls(long answered) {
        if (!ofCalls) {
            begin(answered);
            ofCalls = true;
        }
    }

    /**
     * Takes what the guest gets for an exit of a KVM_RUN that a script called.
     *
     * @param number which of the exits it was, from 0
     */
    void answered(long number, Exit exit) {
        if (ofCalls && number >= taken - KEPT) {
            answered(ring[(int) (number & KEPT - 1)], exit);
        }
    }

    /** How many exits it took. */
    long taken() {
        return taken;
    }

    /** Takes the exit that a vCPU is at. */
    void take(MachineVcpu own, Exit exit) {
        int at = (int) (taken++ & KEPT - 1);
        Slot slot = ring[at];
        if (slot == null) {
            slot = new Slot();
            ring[at] = slot;
        }
        slot.vcpu = own.getId();
        slot.answered = false;
        own.vcpu().keep(exit, slot.exit);
        int reason = exit.reason();
        if (reason >= 0 && reason < REASONS) {
            counts[reason]++;
        } else {
            rare.merge(reason, 1L, Long::sum);
        }
    }

    /** Records the guest's answer to the last recorded exit. */
    void answered(Exit exit) {
        answered(ring[(int) (taken - 1 & KEPT - 1)], exit);
    }

    private static void answered(Slot slot, Exit exit) {
        if (exit.waits() != Exit.Waits.FOR_NOTHING) {
            slot.answer = exit.answer();
            slot.answered = true;
        }
    }

    /** The exits recorded since the run began. */
    Exits exits(long answered) {
        List<SeenExit> last = new ArrayList<>();
        for (long i = Math.max(0, taken - KEPT); i < taken; i++) {
            Slot slot = ring[(int) (i & KEPT - 1)];
            last.add(new SeenExit(i + 1, slot.vcpu, slot.exit.exit(abi), slot.answered ? slot.answer : null));
        }
        Map<String, Long> byName = new TreeMap<>();
        for (int reason = 0; reason < REASONS; reason++) {
            if (counts[reason] > 0) {
                byName.put(name(reason), counts[reason]);
            }
        }
        rare.forEach((reason, count) -> byName.put(name(reason), count));
        return new Exits(last, byName, answered - answeredBefore);
    }

    private String name(int reason) {
        String named = ExitReasons.shortName(abi, reason);
        return named == null ? "exit " + reason : named;
    }
}
