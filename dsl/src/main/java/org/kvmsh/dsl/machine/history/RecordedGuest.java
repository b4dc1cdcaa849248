package org.kvmsh.dsl.machine.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.kvmsh.bindings.kvm.Vm;
import org.kvmsh.dsl.machine.change.KeptStates;
import org.kvmsh.dsl.machine.change.MachineState;
import org.kvmsh.dsl.machine.debug.DebugPoint;
import org.kvmsh.dsl.machine.debug.MachineDebug;
import org.kvmsh.dsl.machine.exit.Console;
import org.kvmsh.dsl.machine.exit.HandlerTable;
import org.kvmsh.dsl.machine.run.Runs;
import org.kvmsh.dsl.machine.stop.CodeAtPc;
import org.kvmsh.dsl.machine.vcpu.LiveMachine;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** A machine whose guest can go back to what it was since a moment. */
public final class RecordedGuest {
    private static final int MOST_STEPS = 1_000_000;

    private final LiveMachine machine;
    private final MachineDebug debug;
    private final VcpuEngine vcpu;
    private final History history;
    private final Backwards backwards;

    private RecordedGuest(
            LiveMachine machine, VcpuEngine vcpu, History history, Backwards backwards, MachineDebug debug) {
        this.machine = machine;
        this.vcpu = vcpu;
        this.history = history;
        this.backwards = backwards;
        this.debug = debug;
    }

    /** Begins now; refused for a machine that may have inputs that are no exits. */
    public static RecordedGuest of(
            LiveMachine machine,
            KeptStates kept,
            Runs runs,
            Console console,
            MachineDebug debug,
            HandlerTable handlers) {
        machine.checkIdle("remember");
        List<String> reasons = new ArrayList<>();
        Collection<VcpuEngine> vcpus = machine.engines();
        if (vcpus.size() != 1) {
            reasons.add("it has " + vcpus.size() + " vCPUs, and the order of their memory accesses does not repeat");
        }
        Vm vm = machine.made().vm();
        if (!vm.devices().isEmpty() || vm.hasIrqchip() || vm.hasSplitIrqchip()) {
            reasons.add("it has devices in the kernel, whose interrupts and timers are no exits");
        }
        if (vm.taken().containsKey("KVM_IRQFD") || vm.taken().containsKey("KVM_IOEVENTFD")) {
            reasons.add("it has irqfds or ioeventfds");
        }
        refuseFor(reasons);
        MachineState begin = kept.read();
        refuseFor(begin.missing());
        VcpuEngine vcpu = vcpus.iterator().next();
        History history = new History(vcpu, kept, begin, machine.made().slots(), runs::isRunning);
        handlers.recording(history);
        return new RecordedGuest(machine, vcpu, history, new Backwards(history, runs, vcpu, console, debug), debug);
    }

    private static void refuseFor(List<String> reasons) {
        if (!reasons.isEmpty()) {
            throw new ScriptError(Site.UNKNOWN, "this machine cannot be recorded", reasons.toArray(String[]::new));
        }
    }

    /** What was done so far. */
    public History history() {
        return history;
    }

    /** Goes back by some instructions; false if the guest has executed fewer since the recording began. */
    public boolean back(Number count) {
        check();
        return backwards.steps((int) Bits64.of(count, "the number of instructions", 1, MOST_STEPS, Site.UNKNOWN));
    }

    /** Goes back to the last time that the guest was at one of its breakpoints, or else to the beginning. */
    public boolean backToBreakpoint() {
        check();
        Set<Long> addresses = debug.points().all().stream()
                .filter(point -> point.kind().equals("breakpoint"))
                .map(DebugPoint::address)
                .collect(Collectors.toSet());
        boolean found = backwards.to(addresses);
        if (!found) {
            backwards.begin();
        }
        return found;
    }

    /** Goes back by some instructions; returns the next one, and refuses if the guest has executed fewer. */
    public String wentBack(Number count) {
        return next(back(count), "the guest has executed fewer instructions");
    }

    /** Goes back to the last time that the guest was at an address. */
    public String wentTo(long address) {
        check();
        return next(backwards.to(Set.of(address)), "the guest was not at " + Bits64.hex(address));
    }

    /** Goes back to the last time that a condition became true. */
    public String wentWhen(Callable<?> condition) {
        check();
        boolean found = backwards.when(() -> {
            try {
                return Boolean.TRUE.equals(condition.call());
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new ScriptError(Site.UNKNOWN, "the block passed to when failed: " + e.getMessage(), e);
            }
        });
        return next(found, "the block's result did not become true");
    }

    private String next(boolean found, String otherwise) {
        if (!found) {
            throw new ScriptError(Site.UNKNOWN, otherwise + " since the recording began");
        }
        return CodeAtPc.of(machine, vcpu).next();
    }

    private void check() {
        machine.checkIdle("go back");
        debug.checkSteps();
        if (machine.engines().size() != 1) {
            throw new ScriptError(Site.UNKNOWN, "a guest with more than one vCPU cannot be replayed");
        }
    }
}
