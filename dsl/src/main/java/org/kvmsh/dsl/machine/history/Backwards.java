package org.kvmsh.dsl.machine.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.machine.debug.GuestDebug;
import org.kvmsh.dsl.machine.debug.MachineDebug;
import org.kvmsh.dsl.machine.exit.Console;
import org.kvmsh.dsl.machine.run.EndedOtherwise;
import org.kvmsh.dsl.machine.run.Outcome;
import org.kvmsh.dsl.machine.run.Runs;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * Goes back in a guest's history: the snapshot before is restored, the guest repeats its exits up to the last one
 * before the wanted moment, and then executes single instructions. If the guest does not come to the state that it had,
 * nothing is changed.
 */
final class Backwards {
    /** The most instructions between two exits. */
    private static final int MOST_STEPS = 200_000;

    private final History history;
    private final Runs runs;
    private final VcpuEngine vcpu;
    private final Console console;
    private final MachineDebug debug;

    /** @param vcpu the machine's only one */
    Backwards(History history, Runs runs, VcpuEngine vcpu, Console console, MachineDebug debug) {
        this.debug = debug;
        this.history = history;
        this.runs = runs;
        this.vcpu = vcpu;
        this.console = console;
    }

    /** Goes back by so many instructions; false if the guest has executed fewer. */
    boolean steps(int count) {
        return find(now -> {
            Moment end = now;
            int exits = exitsBefore(end);
            int steps = since(end, () -> null).size() - 1;
            int left = count;
            while (left > steps) {
                left -= steps;
                if (exits > 0) {
                    exits--;
                    steps = since(end.stretch(), exits, () -> null).size() - 1;
                } else {
                    end = history.earlier(end);
                    if (end == null) {
                        return false;
                    }
                    exits = exitsBefore(end);
                    steps = since(end, () -> null).size() - 1;
                }
            }
            go(end.stretch(), exits, steps - left);
            return true;
        });
    }

    /**
     * Goes back to the last moment at which the guest was to execute an instruction at one of these addresses; false if
     * it never was.
     */
    boolean to(Set<Long> addresses) {
        return find(now -> {
            Moment end = now;
            while (end != null && !toTail(end, addresses) && !toLast(end, addresses)) {
                end = history.earlier(end);
            }
            return end != null;
        });
    }

    /** The same in what came after the last exit before a moment. */
    private boolean toTail(Moment end, Set<Long> addresses) {
        List<Boolean> hit = since(end, () -> addresses.contains(vcpu.address()));
        int last = hit.subList(0, hit.size() - 1).lastIndexOf(true);
        if (last >= 0) {
            go(end.stretch(), exitsBefore(end), last);
        }
        return last >= 0;
    }

    /** The same in a stretch, before its exits are over. */
    private boolean toLast(Moment end, Set<Long> addresses) {
        history.rewind(end.stretch());
        int exits = 0;
        int steps = 0;
        int lastExits = -1;
        int lastSteps = 0;
        for (int all = 0; history.exits() < exitsBefore(end); all++) {
            if (all > MOST_STEPS) {
                throw new ScriptError(
                        Site.UNKNOWN,
                        "cannot search that far back: the guest has executed more than " + MOST_STEPS
                                + " instructions");
            }
            if (addresses.contains(vcpu.address())) {
                lastExits = exits;
                lastSteps = steps;
            }
            step();
            steps = history.exits() == exits ? steps + 1 : 0;
            exits = history.exits();
        }
        if (lastExits >= 0) {
            go(end.stretch(), lastExits, lastSteps);
        }
        return lastExits >= 0;
    }

    /** Goes back to the last moment at which a condition became true; false if it never did. */
    boolean when(BooleanSupplier condition) {
        return find(now -> {
            Moment end = now;
            int exits = exitsBefore(end);
            List<Boolean> holds = since(end, condition::getAsBoolean);
            while (becameTrue(holds) < 0) {
                exits = becameTrue(atExits(end, condition)) - 1;
                if (exits >= 0) {
                    holds = since(end.stretch(), exits, condition::getAsBoolean);
                } else {
                    end = history.earlier(end);
                    if (end == null) {
                        return false;
                    }
                    exits = exitsBefore(end);
                    holds = since(end, condition::getAsBoolean);
                }
            }
            go(end.stretch(), exits, becameTrue(holds));
            return true;
        });
    }

    /** Goes to where the recording begins. */
    void begin() {
        history.rewind(0);
    }

    /** The last position of a value that is true after one that is not; negative if none is. */
    private static int becameTrue(List<Boolean> holds) {
        for (int i = holds.size() - 1; i > 0; i--) {
            if (holds.get(i) && !holds.get(i - 1)) {
                return i;
            }
        }
        return -1;
    }

    private List<Boolean> atExits(Moment end, BooleanSupplier condition) {
        history.rewind(end.stretch());
        List<Boolean> holds = new ArrayList<>(List.of(condition.getAsBoolean()));
        while (history.exits() < exitsBefore(end)) {
            repeat(history.exits() + 1);
            complete();
            holds.add(condition.getAsBoolean());
        }
        return holds;
    }

    /** The guest is where it was if the search finds nothing, or fails. */
    private boolean find(Predicate<Moment> search) {
        if (history.isDisturbed()) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "the script changed the guest during the run, outside a handler: the run cannot be" + " replayed",
                    "to record again: m.remember()");
        }
        Moment now = history.now();
        int printed = console.length();
        boolean found = false;
        GuestDebug own = debug.begin(vcpu);
        own.mute(true);
        try {
            found = history.repeating(() -> search.test(now));
            return found;
        } finally {
            own.mute(false);
            console.backTo(printed);
            if (!found) {
                history.restore(now);
            }
        }
    }

    /** Goes to the state after an exit, and so many instructions. */
    private void go(int stretch, int exits, int steps) {
        arrive(stretch, exits);
        for (int i = 0; i < steps; i++) {
            step();
        }
    }

    private void arrive(int stretch, int exits) {
        history.rewind(stretch);
        while (history.exits() < exits) {
            repeat(exits);
        }
        complete();
    }

    /** While KVM steps, completing an exit owes a debug exit, which would come after the next moment is restored. */
    private void complete() {
        debug.begin(vcpu).disarm();
        vcpu.complete();
        vcpu.moved();
    }

    /** The exits that are complete at a moment. */
    private static int exitsBefore(Moment moment) {
        return moment.exits() - (moment.isInExit() ? 1 : 0);
    }

    /** A value after the last exit before a moment, and after each instruction from there up to it. */
    private <T> List<T> since(Moment end, Supplier<T> value) {
        if (end.isInExit()) {
            List<T> all = since(end.stretch(), end.exits() - 1, value);
            return all.subList(0, all.size() - 1);
        }
        return values(end.stretch(), end.exits(), end, value);
    }

    /** The same from an exit up to the end of the instruction that the next exit comes from. */
    private <T> List<T> since(int stretch, int exits, Supplier<T> value) {
        arrive(stretch, exits + 1);
        return values(stretch, exits, history.now(), value);
    }

    private <T> List<T> values(int stretch, int exits, Moment end, Supplier<T> value) {
        arrive(stretch, exits);
        List<T> values = new ArrayList<>();
        values.add(value.get());
        String differs = history.firstDifference(end);
        String last = differs;
        while (!differs.isEmpty()) {
            last = vcpu.address() == end.pc() ? differs : last;
            if (values.size() > MOST_STEPS || history.exits() > end.exits() || history.isOver()) {
                throw notRepeated(
                        "the replayed guest does not reach the same state at " + Bits64.hex(end.pc()) + ": " + last);
            }
            step();
            values.add(value.get());
            differs = history.firstDifference(end);
        }
        return values;
    }

    private static ScriptError notRepeated(String how) {
        return new ScriptError(
                Site.UNKNOWN,
                how,
                "replay works only if every input reaches the guest through an exit: no clock, interrupts or timers");
    }

    /** A step over a halt may hide its exit from user space, so that the guest runs into it. */
    private void step() {
        if (history.isAtHalt()) {
            repeat(history.exits() + 1);
        } else if (once(Map.of("steps", 1)).exit() != KeyedExit.DEBUG) {
            complete();
        }
    }

    /** Runs until so many exits are over, or until one that ended a run. */
    private void repeat(int exits) {
        int before = history.exits();
        Callable<Boolean> over = () -> history.exits() >= exits;
        Outcome outcome = once(Map.of("until", over));
        if (history.exits() == before) {
            throw notRepeated("the replay does not reach exit " + exits + ": " + outcome.line());
        }
    }

    private Outcome once(Map<String, ?> arguments) {
        Outcome outcome = run(arguments);
        if (history.difference() != null) {
            throw notRepeated(history.difference());
        }
        return outcome;
    }

    private Outcome run(Map<String, ?> arguments) {
        try {
            return runs.runUntilStopped(arguments, null);
        } catch (ScriptError e) {
            Outcome outcome = EndedOtherwise.behind(e);
            if (outcome == null) {
                throw e;
            }
            return outcome;
        }
    }
}
