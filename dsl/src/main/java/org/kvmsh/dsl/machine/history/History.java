package org.kvmsh.dsl.machine.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kvm.DebugExit;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.dsl.machine.change.KeptStates;
import org.kvmsh.dsl.machine.change.MachineState;
import org.kvmsh.dsl.machine.exit.ExitRecorder;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.plan.step.MemorySlots;
import org.kvmsh.dsl.register.ProgramCounter;

/**
 * What the guest of a machine with one vCPU has done since it is recorded: snapshots, and the answers to its exits,
 * with which it does the same again. Handlers are not called for an exit that was answered before.
 */
public final class History implements ExitRecorder {
    private final VcpuEngine vcpu;
    private final KeptStates kept;
    private final MemorySlots slots;
    private final Struct layout;
    private final BooleanSupplier isRunning;
    private final List<Stretch> stretches = new ArrayList<>();
    /** The stretch that the guest is in, and the number of its exits before now. */
    private int stretch;

    private int exits;
    /** Where the guest was before the script changed something since the guest last ran; null if it has not. */
    private Moment unchanged;

    private AnsweredExit atHandler;
    private String difference;
    private boolean isDisturbed;
    /** Whether the guest has come to an exit that is not recorded, while it repeats those that are. */
    private boolean isOver;
    /** While the past is looked at, nothing is recorded. */
    private boolean isRepeating;

    /**
     * Begins with a state.
     *
     * @param begin the state that the machine has now
     * @param isRunning whether the guest runs
     */
    History(VcpuEngine vcpu, KeptStates kept, MachineState begin, MemorySlots slots, BooleanSupplier isRunning) {
        this.isRunning = isRunning;
        this.vcpu = vcpu;
        this.kept = kept;
        this.slots = slots;
        this.layout = vcpu.vcpu().kernel().abi().struct("kvm_run");
        stretches.add(new Stretch(begin));
    }

    /** The script is about to change the guest's state. */
    public void changing() {
        if (isRepeating) {
            return;
        }
        if (isRunning.getAsBoolean()) {
            isDisturbed = true;
        } else if (unchanged == null) {
            unchanged = moment();
        }
    }

    /** A handler, or the script, is about to write memory. */
    public void writing(long at, long length) {
        if (atHandler == null) {
            changing();
        } else {
            atHandler.writes(at, length);
        }
    }

    /** A handler, or the script, is about to write registers. */
    public void writing(Map<String, Long> registers) {
        if (atHandler == null) {
            changing();
        } else {
            atHandler.writes(registers);
        }
    }

    /** A run begins: what the script has changed is where a stretch begins, and ends what came after. */
    public void beforeRun() {
        if (unchanged != null && !isRepeating) {
            forgetFuture();
            here().end(unchanged);
            unchanged = null;
            stretches.add(new Stretch(kept.read()));
            stretch++;
            exits = 0;
        }
    }

    private void forgetFuture() {
        while (stretches.size() > stretch + 1) {
            stretches.remove(stretches.size() - 1);
        }
        List<AnsweredExit> after = here().exits();
        if (after.size() > exits) {
            after.subList(exits, after.size()).clear();
        }
    }

    @Override
    public boolean handle(Exit exit, Predicate<Exit> handler) {
        if (exit instanceof DebugExit) {
            return handler.test(exit);
        }
        AnsweredExit known = known(exit);
        if (known != null) {
            exits++;
            return known.repeat(vcpu, slots);
        }
        if (isRepeating) {
            isOver = true;
            return false;
        }
        forgetFuture();
        AnsweredExit came = new AnsweredExit(exit);
        atHandler = came;
        boolean goesOn = false;
        try {
            goesOn = handler.test(exit);
        } finally {
            atHandler = null;
            came.answered(exit, vcpu.vcpu().kvmRun(), layout, slots, goesOn);
            here().exits().add(came);
            exits++;
        }
        return goesOn;
    }

    /** What was answered at this place before; null if the guest has not been here, or does something else. */
    private AnsweredExit known(Exit exit) {
        List<AnsweredExit> all = here().exits();
        if (exits + 1 < all.size() && all.get(exits).isHalt() && !(exit instanceof Exit.Hlt)) {
            // A step over it has hidden it.
            exits++;
        }
        AnsweredExit known = exits < all.size() ? all.get(exits) : null;
        if (known != null && !known.is(exit)) {
            difference = "the replay differs at exit " + (exits + 1) + ": recorded " + known + ", now " + exit;
            return null;
        }
        return known;
    }

    /** Whether the next instruction halts the vCPU. */
    boolean isAtHalt() {
        byte[] halt = vcpu.counter().halt();
        if (halt.length == 0) {
            return false;
        }
        long at = vcpu.touch(
                () -> vcpu.counter().code(vcpu.vcpu(), vcpu.address()).physical());
        return at != ProgramCounter.NOWHERE && Arrays.equals(slots.read(at, halt.length), halt);
    }

    /** Whether the script has changed the guest's state while it ran, and not in a handler. */
    boolean isDisturbed() {
        return isDisturbed;
    }

    /** Whether the guest has come to an exit that is not recorded. */
    boolean isOver() {
        return isOver;
    }

    /** How the guest has done something else than before; null if it has not. */
    String difference() {
        return difference;
    }

    /** The stretch that the guest is in. */
    private Stretch here() {
        return stretches.get(stretch);
    }

    /** The number of exits in it before now. */
    int exits() {
        return exits;
    }

    /** Where the guest is: its stretch, the exits in it, and its state. */
    Moment now() {
        return unchanged == null ? moment() : unchanged;
    }

    private Moment moment() {
        long at = vcpu.address();
        MachineState state = kept.read();
        long pc = vcpu.address();
        return new Moment(stretch, exits, state, pc, pc != at);
    }

    /** The end of the stretch before this one; null for the first. */
    Moment earlier(Moment now) {
        if (now.stretch() == 0) {
            return null;
        }
        return stretches.get(now.stretch() - 1).end();
    }

    /** What the guest has otherwise than at a moment; empty if it has the same registers and memory. */
    String firstDifference(Moment moment) {
        return kept.firstDifference(moment.state());
    }

    /** Restores a moment. */
    void restore(Moment moment) {
        restore(moment.stretch(), moment.exits(), moment.state());
    }

    private void restore(int inStretch, int afterExits, MachineState state) {
        kept.restore(state);
        stretch = inStretch;
        exits = afterExits;
        unchanged = null;
    }

    /** Restores the beginning of a stretch. */
    void rewind(int to) {
        restore(to, 0, stretches.get(to).begin());
    }

    /** Does something in the past, of which nothing is recorded. */
    boolean repeating(BooleanSupplier act) {
        isRepeating = true;
        difference = null;
        isOver = false;
        try {
            return act.getAsBoolean();
        } finally {
            isRepeating = false;
        }
    }
}
