package org.kvmsh.dsl.machine.change;

import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.kvmsh.bindings.kernel.Uninterrupted;
import org.kvmsh.dsl.machine.run.RunMoves;
import org.kvmsh.dsl.machine.vcpu.AllVcpus;
import org.kvmsh.dsl.machine.vcpu.LiveMachine;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The moves of a machine into new VMs: one that a script asks for, or one at each exit of a test. */
public final class Moves implements RunMoves {
    /** The exits of a machine at each of which it moves; after them, at each whose number is a power of two. */
    public static final int FIRST = 16;

    /** The moves of a run end after they have taken this time. */
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(3);

    private static final long AT_MOST_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long AGAIN_MILLIS = 1;

    private final LiveMachine machine;
    private final Changes changes;
    /** Counts the moves; null unless each run is moved. */
    private MoveTally tally;

    /** Whether the next exit is followed by a move; every exit asks. */
    private volatile boolean watches;

    private boolean due;
    private Moved asked;
    private long exits;
    /** The time that the moves of the run under way have taken, which its own time limit counts. */
    private long took;

    /** @param changes end with each move */
    public Moves(LiveMachine machine, Changes changes) {
        this.machine = machine;
        this.changes = changes;
    }

    /** Moves at the start of each run and at exits from now on. */
    public void always(MoveTally counting) {
        tally = counting;
        watches = true;
    }

    /** Moves when the exit under way is complete. */
    public synchronized Moved ask() {
        if (asked == null) {
            asked = new Moved();
        }
        due = true;
        watches = true;
        return asked;
    }

    @Override
    public synchronized boolean isAsked() {
        return asked != null;
    }

    @Override
    public boolean watches() {
        return watches;
    }

    @Override
    public synchronized boolean isDueAfterExit() {
        if (tally != null) {
            exits++;
            due |= (exits <= FIRST || Long.bitCount(exits) == 1) && took < MOST_NANOS;
        }
        return due;
    }

    @Override
    public synchronized void betweenRuns() {
        if (tally != null || due) {
            due = true;
            took = 0;
            complete(machine.engines());
            move(null, false);
        }
    }

    @Override
    public synchronized boolean move(VcpuEngine own, boolean runs) {
        boolean isAsked = asked != null;
        Moved into = isAsked ? asked : new Moved();
        long began = System.nanoTime();
        boolean moved;
        try {
            moved = AllVcpus.outside(machine.engines(), () -> {
                if (machine.engines().stream().anyMatch(vcpu -> vcpu.pending().owes())) {
                    return false;
                }
                new Mover(machine.made(), isAsked).move(into);
                return true;
            });
        } catch (CannotMove e) {
            end();
            if (isAsked) {
                throw new ScriptError(
                        Site.UNKNOWN, e.getMessage(), e, e.causes().toArray(String[]::new));
            }
            tally.cannot(e.causes());
            return true;
        }
        if (moved) {
            took += runs ? System.nanoTime() - began : 0;
            end();
            changes.end("a move");
            // One that was kicked meanwhile may have been kicked in the old VM.
            machine.engines().stream()
                    .filter(vcpu -> runs && vcpu != own)
                    .forEach(vcpu -> vcpu.vcpu().kick());
            if (tally != null) {
                tally.moved();
            }
            if (tally != null && !into.getDifferences().isEmpty()) {
                throw new ScriptError(
                        Site.UNKNOWN,
                        "the machine's state changed during the move to a new VM",
                        into.getDifferences().toArray(String[]::new));
            }
        }
        return moved;
    }

    private void end() {
        due = false;
        asked = null;
        watches = tally != null;
    }

    /**
     * Moves now, from a thread that runs no vCPU.
     *
     * @param turn guards the handlers: none is under way meanwhile
     * @param idle whether the guest does not run, and what its last exits owe can be completed
     */
    public Moved now(Object turn, boolean idle) {
        Moved moved = ask();
        boolean[] done = new boolean[1];
        long began = System.nanoTime();
        Uninterrupted.until(() -> done[0] || System.nanoTime() - began > AT_MOST_NANOS, () -> {
            synchronized (turn) {
                if (idle) {
                    complete(machine.engines());
                }
                done[0] = moved.getDone() || move(null, !idle);
            }
            if (!done[0]) {
                TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
            }
        });
        if (!done[0]) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "the machine cannot move now: a vCPU is at an exit that no handler has answered",
                    "continue the run until the exit is answered, or move the machine before the run");
        }
        return moved;
    }

    /** Completes the last exits of vCPUs that do not run; a further exit that this causes is the next run's. */
    static void complete(Collection<VcpuEngine> engines) {
        for (VcpuEngine vcpu : engines) {
            if (vcpu.pending().isAnswered()) {
                boolean ends = vcpu.vcpu().isToExit();
                if (vcpu.complete() == 0) {
                    vcpu.pending().keep(vcpu.vcpu().exit());
                }
                vcpu.vcpu().toExit(ends);
                vcpu.moved();
            }
        }
    }
}
