package org.kvmsh.dsl.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.kvmsh.bindings.debug.Breakpoints;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.plan.DebugMeans;
import org.kvmsh.dsl.plan.DebugMeans.Means;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.MemorySlots;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** What KVM_SET_GUEST_DEBUG is to do for one vCPU: breakpoints, steps, and one step past the breakpoint that the vCPU is at. */
final class GuestDebug {
    private final MachineVcpu own;
    private final Bringup made;
    private final DebugMeans means;
    private final Breakpoints kind;
    /** Whether single steps arrive; otherwise a breakpoint that is passed stays out until the next exit that it tells of. */
    private final boolean steps;
    private final Set<Long> breakpoints = new TreeSet<>();
    /** Those that are instructions in guest memory. */
    private final Set<Long> software = new TreeSet<>();
    /** Those that the guest is stepped to. */
    private final Set<Long> stepped = new TreeSet<>();
    /** Whether a handler's range wants every instruction. */
    private boolean always;
    private long stepsLeft;
    private boolean passing;
    /** Where the vCPU is that passes a breakpoint. */
    private long passed;
    private boolean armed;
    /** Whether the vCPU may be at a breakpoint that it has been told of already. */
    private boolean look = true;
    private List<Object> last = List.of();

    GuestDebug(MachineVcpu own, Bringup made, DebugMeans means) {
        this.own = own;
        this.made = made;
        this.means = means;
        this.kind = means.kind();
        this.steps = means.steps();
    }

    /** @param how it is made */
    synchronized void add(long address, Means how, Site site) {
        int inHardware = means.inHardware();
        if (how == Means.INSTRUCTION) {
            software.add(address);
        } else if (how == Means.STEPS) {
            stepped.add(address);
        } else if (breakpoints.size() - software.size() - stepped.size() == inHardware && !breakpoints.contains(address)) {
            throw new ScriptError(site, "this board has " + inHardware + " hardware breakpoints, all in use: "
                    + String.join(", ", breakpoints.stream().map(Bits64::hex).toList()), "remove one: m.breakpoint remove: " + Bits64.hex(breakpoints.iterator().next()),
                    "or use a software breakpoint: m.breakpoint at: " + Bits64.hex(address) + ", software: true");
        }
        breakpoints.add(address);
    }

    synchronized boolean remove(long address) {
        software.remove(address);
        stepped.remove(address);
        return breakpoints.remove(address);
    }

    synchronized Set<Long> breakpoints() {
        return new TreeSet<>(breakpoints);
    }

    /** Whether every instruction is an exit from now on. */
    synchronized void everyInstruction(boolean wanted) {
        always = wanted;
    }

    /** So many steps, and the run ends. */
    synchronized void steps(long count) {
        stepsLeft = count;
    }

    /** A run begins: the vCPU is wherever the script has put it, and goes on from a breakpoint that it is at. */
    synchronized void begin() {
        look = true;
    }

    /** What the next KVM_RUN needs. */
    synchronized void beforeRun() {
        Vcpu vcpu = own.vcpu();
        if (look) {
            look = false;
            passed = breakpoints.isEmpty() ? ProgramCounter.NOWHERE : own.address();
            passing = breakpoints.contains(passed);
        }
        boolean step = steps && (always || stepsLeft > 0 || passing || !stepped.isEmpty());
        List<Long> watched = passing ? breakpoints.stream().filter(at -> at != passed).toList() : new ArrayList<>(breakpoints);
        List<Long> inRegisters = watched.stream().filter(at -> !software.contains(at) && !stepped.contains(at)).toList();
        insert(watched.stream().filter(software::contains).toList());
        List<Object> now = List.of(step, inRegisters, !software.isEmpty());
        if (!now.equals(last)) {
            Breakpoints.set(vcpu, kind, step, inRegisters, !software.isEmpty());
            last = now;
        }
        armed = step || !watched.isEmpty();
    }

    private void insert(List<Long> wanted) {
        MemorySlots slots = made.slots();
        synchronized (slots) {
            slots.covered().stream().filter(at -> !wanted.contains(at)).forEach(slots::uncover);
            for (Long at : wanted) {
                if (!slots.covered().contains(at) && !slots.cover(at, kind.instruction(own.vcpu()))) {
                    throw new ScriptError(Site.UNKNOWN, "a breakpoint at " + Bits64.hex(at) + " would be an instruction in guest memory, but the machine has none");
                }
            }
        }
    }

    /** What a debug exit was. */
    enum Came {
        /** A breakpoint, or a step that this did not ask for. */
        WANTED,
        /** A step on the way. */
        ON_THE_WAY,
        /** The last of the steps that were asked for. */
        LAST_STEP
    }

    /** @param address where the vCPU is now */
    synchronized Came after(long address) {
        look = true;
        boolean ours = armed && (passing || always || stepsLeft > 0 || !stepped.isEmpty());
        passing = false;
        if (stepsLeft > 0 && --stepsLeft == 0) {
            return Came.LAST_STEP;
        }
        return breakpoints.contains(address) || !ours ? Came.WANTED : Came.ON_THE_WAY;
    }

    /** The run has ended: guest memory is the guest's own again. */
    synchronized void end() {
        stepsLeft = 0;
        if (!made.slots().covered().isEmpty()) {
            insert(List.of());
            last = List.of();
        }
    }
}
