package org.kvmsh.dsl.machine.debug;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.plan.DebugMeans;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The debugging of a machine's vCPUs: breakpoints, watchpoints and steps, by what the board delivers. */
public final class MachineDebug {
    private final Bringup made;
    private final String board;
    private final DebugMeans means;
    private final Consumer<String> aside;
    /** Whether the board was asked, and has it. */
    private boolean supported;

    /** Null until the guest is debugged: few guests are. */
    private MachineBreakpoints breakpoints;

    private MachineWatchpoints watchpoints;
    private InsertedInstructions inserted;
    private final SymbolNames names;
    private final Map<VcpuEngine, GuestDebug> debugged = new ConcurrentHashMap<>();
    /** Whether the note on how steps are made was printed. */
    private boolean told;

    /**
     * @param board as messages name it
     * @param aside takes what is done otherwise than it was asked
     */
    public MachineDebug(Bringup made, SymbolNames names, String board, DebugMeans means, Consumer<String> aside) {
        this.made = made;
        this.names = names;
        this.board = board;
        this.means = means;
        this.aside = aside;
    }

    private synchronized MachineBreakpoints breakpoints() {
        if (breakpoints == null) {
            breakpoints = new MachineBreakpoints(this::begin, names, means, aside);
        }
        return breakpoints;
    }

    private synchronized MachineWatchpoints watchpoints() {
        if (watchpoints == null) {
            watchpoints = new MachineWatchpoints(means, aside);
        }
        return watchpoints;
    }

    private synchronized InsertedInstructions inserted() {
        if (inserted == null) {
            inserted = new InsertedInstructions(made);
        }
        return inserted;
    }

    /** Null while the guest is not debugged. */
    public GuestDebug of(VcpuEngine vcpu) {
        return vcpu.isDebugged() ? debugged.get(vcpu) : null;
    }

    /** The same, from now on. */
    public GuestDebug begin(VcpuEngine vcpu) {
        vcpu.debugging();
        return debugged.computeIfAbsent(
                vcpu,
                own -> new GuestDebug(
                        own,
                        made,
                        names,
                        means,
                        breakpoints()::number,
                        breakpoints()::isAsked,
                        inserted(),
                        watchpoints()));
    }

    /** A vCPU that is added has what the others have; its KVM_RUN sets it. */
    public void join(VcpuEngine vcpu, List<HandlerConfig> handlers) {
        handle(handlers, List.of(vcpu));
        if (!debugged.isEmpty()) {
            breakpoints().join(vcpu);
            if (!watchpoints().all().isEmpty()) {
                begin(vcpu);
            }
        }
    }

    /** Sets the breakpoints and steps for which the handlers of instructions had the plan ask KVM. */
    public void handle(List<HandlerConfig> handlers, Collection<VcpuEngine> vcpus) {
        for (HandlerConfig handler : handlers) {
            if (handler.kind() == KeyedExit.DEBUG) {
                for (VcpuEngine vcpu : vcpus) {
                    if (handler.places().isOne()) {
                        begin(vcpu)
                                .add(
                                        handler.first(),
                                        means.breakpoint(false, "on(debug:)", handler.site()),
                                        handler.site());
                    } else {
                        begin(vcpu).everyInstruction(true);
                    }
                }
            }
        }
    }

    /** {@code m.off debug:}: the breakpoint, or the steps where no other handler has a range. */
    public void remove(ExitPlaces gone, List<HandlerConfig> left, Collection<VcpuEngine> vcpus) {
        if (gone.kind() == KeyedExit.DEBUG) {
            boolean steps = left.stream()
                    .anyMatch(handler -> handler.kind() == KeyedExit.DEBUG
                            && !handler.places().isOne());
            for (VcpuEngine vcpu : vcpus) {
                begin(vcpu).everyInstruction(steps);
                if (gone.isOne()) {
                    begin(vcpu).remove(gone.first());
                }
            }
        }
    }

    /** {@code m.breakpoint}, at an address. */
    public void breakpoint(Map<String, ?> arguments, VcpuCondition condition, Collection<VcpuEngine> vcpus) {
        needs("breakpoint");
        breakpoints().change(arguments, condition, vcpus);
    }

    /** {@code m.breakpoints}. */
    public DebugPoints points() {
        List<DebugPoint> points = new ArrayList<>();
        breakpoints().all().forEach(own -> points.add(own.point(names)));
        watchpoints().all().stream()
                .sorted(Comparator.comparingInt(SetWatchpoint::number))
                .map(set -> set.point(names))
                .forEach(points::add);
        return new DebugPoints(points);
    }

    /** {@code m.watchpoint}. */
    public void watchpoint(
            Map<String, ?> arguments,
            VcpuCondition condition,
            Collection<VcpuEngine> vcpus,
            ToLongFunction<Object> addresses) {
        needs("watchpoint");
        watchpoints()
                .change(
                        arguments,
                        condition,
                        vcpus.stream()
                                .flatMap(vcpu -> begin(vcpu).inProcessor().stream())
                                .distinct()
                                .toList(),
                        addresses);
    }

    /**
     * The meaning of a debug exit after the conditions of the watchpoints and the breakpoint that a vCPU has reached:
     * one that does not hold is on the way.
     */
    public GuestDebug.Came stopping(VcpuEngine vcpu, GuestDebug.Came came, long address) throws Exception {
        boolean watched = of(vcpu).watchpoints().stops();
        return watched
                ? GuestDebug.Came.WANTED
                : came == GuestDebug.Came.WANTED ? breakpoints().reached(vcpu, address) : came;
    }

    /** A run begins that is to end at a place, or where it ends anyway. */
    public void land(Landing wanted, Collection<VcpuEngine> vcpus) {
        needs(wanted.word());
        breakpoints().land(wanted, vcpus);
    }

    /** That run has ended. */
    public void lift() {
        breakpoints().lift();
    }

    /** The landing at an address, in words. */
    public String landed(long address) {
        return breakpoints().landing().told() + " " + names.place(address);
    }

    /** A run of some vCPUs begins: breakpoints that were for one stop go. */
    public void beginRun(Collection<VcpuEngine> vcpus) {
        if (debugged.isEmpty()) {
            return;
        }
        breakpoints().dropSpent(debugged.keySet());
        vcpus.stream().map(this::of).filter(Objects::nonNull).forEach(GuestDebug::begin);
    }

    /** It has ended. */
    public void endRun(Collection<VcpuEngine> vcpus) {
        if (!debugged.isEmpty()) {
            vcpus.stream().map(this::of).filter(Objects::nonNull).forEach(GuestDebug::end);
        }
    }

    /** {@code run steps:} and {@code step}. */
    public void checkSteps() {
        needs("steps:");
        means.checkSteps("a single step", Site.UNKNOWN);
        if (!told && means.stepsByBreakpoints()) {
            aside.accept("steps " + means.noteOfSteps());
        }
        told = true;
    }

    private void needs(String word) {
        String capability = "KVM_CAP_SET_GUEST_DEBUG";
        if (supported) {
            return;
        }
        if (!made.vm().kernel().abi().hasConstant(capability) || made.capability(capability) == 0) {
            throw new ScriptError(
                    Site.UNKNOWN, word + " needs " + capability + ", which " + board + " does not support");
        }
        supported = true;
    }
}
