package org.kvmsh.dsl.machine.debug;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.bindings.debug.Breakpoints;
import org.kvmsh.bindings.debug.Watchpoint;
import org.kvmsh.bindings.kvm.DebugExit;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.plan.DebugMeans;
import org.kvmsh.dsl.plan.DebugMeans.Means;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The work of KVM_SET_GUEST_DEBUG for one vCPU: breakpoints, watchpoints, steps, and one step past the breakpoint that
 * the vCPU is at.
 */
public final class GuestDebug {
    private final VcpuEngine own;
    private final Bringup made;
    private final DebugMeans means;
    private final Breakpoints kind;
    /** Whether single steps work; otherwise a breakpoint that was passed stays removed until the next exit. */
    private final boolean steps;
    /** Whether kvmsh makes the steps with breakpoint instructions. */
    private final boolean byBreakpoints;
    /** The flag with which a requested step takes no interrupt; 0 for none. */
    private final long holds;

    private final Set<Long> breakpoints = new TreeSet<>();
    /** The breakpoints that are instructions in guest memory. */
    private final Set<Long> software = new TreeSet<>();
    /** The breakpoints that the guest is stepped to. */
    private final Set<Long> stepped = new TreeSet<>();
    /** The number of the breakpoint that the script has set at an address; null for none. */
    private final LongFunction<Integer> numbers;
    /** Whether a run may end at an address because a script asked for it. */
    private final LongPredicate isAsked;

    private final SymbolNames names;
    private final InsertedInstructions inserted;
    private final MachineWatchpoints shared;
    private final VcpuWatchpoints watchpoints;
    /** Whether a handler's range needs every instruction. */
    private boolean always;

    /** Whether breakpoints and watchpoints end nothing. */
    private boolean muted;

    private long stepsLeft;
    private boolean passing;
    /** The address of a vCPU that passes a breakpoint. */
    private long passed;

    private boolean armed;
    /** Whether KVM was asked for debug exits. */
    private boolean leaves;
    /** Whether KVM_RUN ends after an instruction. */
    private boolean stepping;
    /** The instruction that KVM_RUN steps over; {@link ProgramCounter#NOWHERE} if nobody needs it. */
    private long from = ProgramCounter.NOWHERE;
    /** Whether the vCPU may be at a breakpoint that was already reported. */
    private boolean look = true;

    private List<Object> last = List.of();

    /**
     * The debugging of a vCPU.
     *
     * @param numbers of the script's breakpoints, by their addresses
     * @param isAsked whether a run may end at an address because a script asked for it
     * @param inserted the machine's
     */
    GuestDebug(
            VcpuEngine own,
            Bringup made,
            SymbolNames names,
            DebugMeans means,
            LongFunction<Integer> numbers,
            LongPredicate isAsked,
            InsertedInstructions inserted,
            MachineWatchpoints shared) {
        this.numbers = numbers;
        this.isAsked = isAsked;
        this.inserted = inserted;
        this.names = names;
        this.own = own;
        this.made = made;
        this.means = means;
        this.kind = means.kind();
        this.byBreakpoints = means.stepsByBreakpoints();
        this.steps = means.steps();
        this.holds = means.holdingInterrupts();
        this.shared = shared;
        this.watchpoints = new VcpuWatchpoints(own, made, names, shared, kind, steps);
    }

    /** @param how its implementation */
    synchronized void add(long address, Means how, Site site) {
        if (how == Means.INSTRUCTION) {
            software.add(address);
        } else if (how == Means.STEPS) {
            stepped.add(address);
        } else if (isFull() && !breakpoints.contains(address)) {
            List<String> used = inProcessor().stream().map(Bits64::hex).toList();
            throw new ScriptError(
                    site,
                    "this board has " + means.inHardware()
                            + (shared.inBreakpointRegisters() == 0
                                    ? " hardware breakpoints, all in use: " + String.join(", ", used)
                                    : " debug registers for breakpoints and watchpoints, all in use: "
                                            + shared.inUse(used)),
                    used.isEmpty() ? "" : "remove one: m.breakpoint remove: " + used.get(0),
                    "or use a software breakpoint: m.breakpoint at: " + Bits64.hex(address) + ", software: true");
        }
        breakpoints.add(address);
    }

    /** Whether the processor watches for as many addresses as it can. */
    synchronized boolean isFull() {
        return inProcessor().size() >= means.inHardware() - shared.inBreakpointRegisters();
    }

    /** The breakpoints that the processor watches for. */
    synchronized List<Long> inProcessor() {
        return breakpoints.stream()
                .filter(at -> !software.contains(at) && !stepped.contains(at))
                .toList();
    }

    /** The vCPU's watchpoints. */
    public VcpuWatchpoints watchpoints() {
        return watchpoints;
    }

    synchronized boolean remove(long address) {
        software.remove(address);
        stepped.remove(address);
        return breakpoints.remove(address);
    }

    synchronized Set<Long> breakpoints() {
        return new TreeSet<>(breakpoints);
    }

    /** {@code breakpoint 1 at 0x1003}, the watchpoints that were hit, or both; null for neither. */
    public String inWords(long address) {
        Integer number = numbers.apply(address);
        String breakpoint = number == null ? null : "breakpoint " + number + " at " + names.place(address);
        String watched = watchpoints.inWords();
        return watched.isEmpty() ? breakpoint : breakpoint == null ? watched : watched + "; " + breakpoint;
    }

    /** The breakpoint or watchpoint that ended a run. */
    public DebugHit hit(long address) {
        Integer number = numbers.apply(address);
        List<WatchpointHit> watched = watchpoints.stopped();
        return new DebugHit(
                number == null ? null : new BreakpointHit(number, address), watched.isEmpty() ? null : watched.get(0));
    }

    /** Whether every instruction is an exit from now on. */
    synchronized void everyInstruction(boolean wanted) {
        always = wanted;
    }

    /** Whether breakpoints and watchpoints end no run from now on. */
    public synchronized void mute(boolean wanted) {
        muted = wanted;
    }

    /** The number of steps after which the run ends. */
    public synchronized void steps(long count) {
        stepsLeft = count;
    }

    /** A run begins: the vCPU may have been moved by the script, and continues from a breakpoint at its pc. */
    public synchronized void begin() {
        look = true;
        watchpoints.begin();
    }

    /** Prepares the next KVM_RUN. */
    public synchronized void beforeRun() {
        if (look) {
            look = false;
            passed = breakpoints.isEmpty() || muted ? ProgramCounter.NOWHERE : own.address();
            passing = breakpoints.contains(passed);
        } else if (passing && !steps) {
            // No step has told that it is past it.
            passing = own.address() == passed;
        }
        boolean asked = always || stepsLeft > 0 || watchpoints.isPassing();
        // Other vCPUs would run into the instructions: for them a breakpoint that is passed stays out.
        Set<Long> next = byBreakpoints && (asked || passing && made.vcpus().size() == 1) ? successors(asked) : Set.of();
        stepping = steps && (asked || passing || !muted && !stepped.isEmpty()) || !next.isEmpty();
        List<Long> watched = breakpoints.stream()
                .filter(at -> !muted && !(passing && at == passed))
                .toList();
        List<Long> inRegisters =
                inProcessor().stream().filter(watched::contains).toList();
        Set<Long> inMemory =
                new TreeSet<>(watched.stream().filter(software::contains).toList());
        inMemory.addAll(next);
        inserted.are(inMemory, own, kind);
        List<Watchpoint> data = muted ? List.of() : watchpoints.wanted();
        watchpoints.armed(inRegisters.size(), data);
        arm(stepping, stepsLeft > 0 || passing ? holds : 0, inRegisters, data);
        armed = stepping || !watched.isEmpty() || !data.isEmpty();
        from = stepping && own.counter().halt().length > 0 ? own.stoppedAt() : ProgramCounter.NOWHERE;
    }

    /** Asks KVM for nothing until the next run. */
    public synchronized void disarm() {
        arm(false, 0, List.of(), List.of());
    }

    private void arm(boolean step, long holding, List<Long> inRegisters, List<Watchpoint> data) {
        boolean instructions = !software.isEmpty() || step && byBreakpoints;
        leaves = step || instructions || !inRegisters.isEmpty() || !data.isEmpty();
        List<Object> now = List.of(step, step ? holding : 0, inRegisters, data, instructions);
        // KVM on x86 steps from the pc that it had at KVM_SET_GUEST_DEBUG (arch/x86/kvm/x86.c, singlestep_rip).
        if (!now.equals(last) || step && own.isMoved()) {
            own.vcpu().answerHere(step);
            Breakpoints.set(own.vcpu(), kind, step && !byBreakpoints, holding, inRegisters, data, instructions);
            last = now;
        }
    }

    /** Whether KVM_RUN ends after an instruction. */
    public synchronized boolean isStepping() {
        return stepping;
    }

    /** Whether requested steps are left. */
    public synchronized boolean hasStepsLeft() {
        return stepsLeft > 0;
    }

    /**
     * The addresses that the guest can be at after its next instruction, as far as there is memory.
     *
     * @param asked whether a step was asked for; otherwise empty if kvmsh cannot make one
     */
    private Set<Long> successors(boolean asked) {
        long at = own.address();
        if (made.vcpus().size() > 1) {
            throw cannotStep(at, "single-stepping with software breakpoints needs a VM with one vCPU");
        }
        byte[] code = inserted.code(own, at);
        if (code == null && !asked) {
            return Set.of();
        }
        if (code == null) {
            throw cannotStep(
                    at,
                    own.counter().code(own.vcpu(), at).physical() == ProgramCounter.NOWHERE
                            ? "the guest's address translation is on, and "
                                    + own.counter().whyNowhere()
                            : "the address is not in any memslot");
        }
        Set<Long> next = new TreeSet<>(kind.successors(own.vcpu(), at, code));
        if (next.isEmpty()) {
            if (asked) {
                throw cannotStep(at, "the instruction jumps to itself");
            }
            return next;
        }
        List<String> all = next.stream().map(Bits64::hex).toList();
        next.removeIf(each -> !inserted.isInMemory(each, own));
        if (next.isEmpty() && asked) {
            throw cannotStep(
                    at,
                    "the next instruction may be at " + String.join(" or ", all) + ", where there is no guest memory");
        }
        return next;
    }

    private static ScriptError cannotStep(long at, String why) {
        return new ScriptError(Site.UNKNOWN, "cannot step from " + Bits64.hex(at) + ": " + why);
    }

    /** The meaning of a debug exit. */
    public enum Came {
        /** A breakpoint, or a step that this did not ask for. */
        WANTED,
        /** A step on the way. */
        ON_THE_WAY,
        /** The place that the run was to end at. */
        LANDED,
        /** The last of the requested steps. */
        LAST_STEP,
        /** A step over the instruction that halts the vCPU, and KVM does not wait for its interrupt. */
        HALTED
    }

    /** A debug exit came; returns what it was. */
    public synchronized Came after(DebugExit exit) {
        long address = exit.getAddress();
        if (isGuests(exit, address)) {
            if (isToldApart(address) && kind.deliver(own.vcpu(), exit)) {
                return delivered(exit, address);
            }
            // The guest does not get past it by itself.
            look = true;
            passing = false;
            return Came.WANTED;
        }
        if (isPassed(exit, address)) {
            // Another vCPU has entered the guest and inserted it: again without it.
            last = List.of();
            return Came.ON_THE_WAY;
        }
        look = true;
        boolean passed = watchpoints.isPassing();
        if (watchpoints.take(exit)) {
            return Came.ON_THE_WAY;
        }
        boolean ours =
                armed && (passing || always || stepsLeft > 0 || !stepped.isEmpty() || passed || watchpoints.hasHits());
        passing = false;
        if (isLastStep()) {
            return Came.LAST_STEP;
        }
        if (ours
                && hasHalted(
                        address, () -> own.counter().code(own.vcpu(), address).physical())
                && !own.vcpu().haltsInKernel()) {
            return Came.HALTED;
        }
        return breakpoints.contains(address) && !muted || !ours ? Came.WANTED : Came.ON_THE_WAY;
    }

    /** Whether the guest has executed a breakpoint instruction that is not one of kvmsh's. */
    private boolean isGuests(DebugExit exit, long address) {
        boolean isOurs = !passing && !muted && breakpoints.contains(address)
                || inserted.has(address) && !(isPassed(exit, address) && isInCode(address));
        // A handler of the script may have moved the vCPU past it.
        return leaves && !isOurs && kind.isInstruction(exit) && own.address() == address;
    }

    /** Whether the vCPU has executed the breakpoint instruction that it is to pass. */
    private boolean isPassed(DebugExit exit, long address) {
        return passing && address == passed && kind.isInstruction(exit) && own.address() == address;
    }

    private boolean isInCode(long address) {
        byte[] code = inserted.code(own, address);
        return code != null && kind.isInstruction(code);
    }

    /** Whether it is an instruction of the guest's own code: kvmsh's may be mapped at another address too. */
    private boolean isToldApart(long address) {
        byte[] code = inserted.code(own, address);
        return code == null ? !inserted.any() : kind.isInstruction(code);
    }

    /** The vCPU is at the handler of its own breakpoint, or goes there when it next enters the guest. */
    private Came delivered(DebugExit exit, long address) {
        own.moved();
        last = List.of();
        look = false;
        passing = false;
        long now = own.address();
        if (now == address) {
            return Came.ON_THE_WAY;
        }
        exit.at(now);
        return completed(now);
    }

    /** One more step is done; returns whether it is the last requested one. */
    public synchronized boolean isLastStep() {
        return stepsLeft > 0 && --stepsLeft == 0;
    }

    /**
     * Whether the step over an instruction has left the vCPU halted.
     *
     * @param physical where the guest's memory has the address
     */
    public synchronized boolean hasHalted(long address, LongSupplier physical) {
        return from != ProgramCounter.NOWHERE && isHalt(address, physical);
    }

    private boolean isHalt(long to, LongSupplier physical) {
        byte[] halt = own.counter().halt();
        if (to != from + halt.length) {
            return false;
        }
        // This may cost a call.
        long next = physical.getAsLong();
        return next != ProgramCounter.NOWHERE && Arrays.equals(halt, made.read(next - halt.length, halt.length));
    }

    /** Whether an exit comes in the middle or at the end of an instruction. */
    public static boolean isInstruction(Exit exit) {
        KeyedExit key = KeyedExit.of(exit.name());
        return key != null && key.isInstruction() || exit instanceof Exit.Hlt;
    }

    /**
     * KVM has completed the exit of an instruction, which is a step without a debug exit.
     *
     * @param address where the vCPU is now
     */
    public synchronized Came completed(long address) {
        // On arm64, a step begun this way would end at the next KVM_RUN before an instruction is executed
        // (arch/arm64/kvm/debug.c, DBG_SS_ACTIVE_PENDING).
        arm(false, 0, List.of(), List.of());
        passing = false;
        if (isLastStep()) {
            return Came.LAST_STEP;
        }
        // The processor stops at hardware breakpoints by itself.
        return stepped.contains(address) && !muted && isAsked.test(address) ? Came.WANTED : Came.ON_THE_WAY;
    }

    /** The run has ended: guest memory is the guest's own again. */
    public synchronized void end() {
        stepsLeft = 0;
        stepping = false;
        if (inserted.end()) {
            last = List.of();
        }
    }
}
