package org.kvmsh.dsl.machine.debug;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.plan.DebugMeans;
import org.kvmsh.dsl.plan.DebugMeans.Means;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;
import org.kvmsh.dsl.word.NamedArguments;

/** The debugging of a machine's vCPUs: breakpoints, watchpoints and steps, by what the board delivers. */
public final class MachineDebug {
    private final Bringup made;
    private final String board;
    private final DebugMeans means;
    private final Consumer<String> aside;
    /** Whether the board was asked, and has it. */
    private boolean supported;

    private final MachineBreakpoints breakpoints = new MachineBreakpoints();
    /** The vCPUs that stop at an address only because the run under way is to end there. */
    private final Map<Long, List<GuestDebug>> landings = new ConcurrentHashMap<>();

    private final MachineWatchpoints watchpoints;
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
        this.watchpoints = new MachineWatchpoints(means, aside);
    }

    /** Null while the guest is not debugged. */
    public GuestDebug of(VcpuEngine vcpu) {
        return vcpu.isDebugged() ? debugged.get(vcpu) : null;
    }

    /** The same, from now on. */
    public GuestDebug begin(VcpuEngine vcpu) {
        vcpu.debugging();
        return debugged.computeIfAbsent(vcpu, own -> new GuestDebug(own, made, names, means, breakpoints, watchpoints));
    }

    /** A vCPU that is added has what the others have; its KVM_RUN sets it. */
    public void join(VcpuEngine vcpu, List<HandlerConfig> handlers) {
        handle(handlers, List.of(vcpu));
        breakpoints.enabled().forEach(own -> begin(vcpu).add(own.address(), own.how(), Site.UNKNOWN));
        if (!watchpoints.all().isEmpty()) {
            begin(vcpu);
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
        NamedArguments named = new NamedArguments(
                "breakpoint",
                List.of("at", "remove", "disable", "enable", "software", "ignore", "once", "log"),
                "m.breakpoint at: 0x1003",
                arguments,
                Site.UNKNOWN);
        needs("breakpoint");
        dropSpent();
        String change = changed(arguments);
        if (change.equals("at")) {
            add(named, condition, vcpus);
            return;
        }
        SetBreakpoint own = breakpoints.required(named.required(change));
        if (change.equals("enable")) {
            vcpus.forEach(vcpu -> begin(vcpu).add(own.address(), own.how(), Site.UNKNOWN));
        } else {
            vcpus.forEach(vcpu -> begin(vcpu).remove(own.address()));
        }
        own.enable(change.equals("enable"));
        if (change.equals("remove")) {
            breakpoints.remove(own.address());
        }
    }

    /** The argument of {@code breakpoint} that has the place, which says what is done there. */
    public static String changed(Map<String, ?> arguments) {
        List<String> given = Stream.of("at", "remove", "disable", "enable")
                .filter(arguments::containsKey)
                .toList();
        if (given.size() > 1) {
            throw new ScriptError(
                    Site.UNKNOWN, "breakpoint takes one of at:, remove:, disable: and enable:, not " + given.size());
        }
        return given.isEmpty() ? "at" : given.get(0);
    }

    /** {@code m.breakpoints}. */
    public DebugPoints points() {
        List<DebugPoint> points = new ArrayList<>();
        breakpoints.all().forEach(own -> points.add(own.point(names)));
        watchpoints.all().stream()
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
        watchpoints.change(
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
        if (came != GuestDebug.Came.WANTED) {
            return watched ? GuestDebug.Came.WANTED : came;
        }
        SetBreakpoint own = breakpoints.at(address);
        Landing sought = breakpoints.landing();
        boolean isSought = sought != null && sought.has(address);
        if (watched || own == null && !isSought || own != null && own.isEnabled() && own.stops(vcpu, names, aside)) {
            return GuestDebug.Came.WANTED;
        }
        return isSought && sought.isReachedBy(vcpu, address) ? GuestDebug.Came.LANDED : GuestDebug.Came.ON_THE_WAY;
    }

    /** A run begins that is to end at a place, or where it ends anyway. */
    public void land(Landing wanted, Collection<VcpuEngine> vcpus) {
        needs(wanted.word());
        boolean isFull = vcpus.stream().anyMatch(vcpu -> begin(vcpu).isFull());
        Means usual = means.breakpoint(false, wanted.word(), Site.UNKNOWN);
        Means how = usual == Means.PROCESSOR && isFull ? means.breakpoint(true, wanted.word(), Site.UNKNOWN) : usual;
        for (Long address : wanted.addresses()) {
            List<GuestDebug> added = vcpus.stream()
                    .map(this::begin)
                    .filter(own -> !own.breakpoints().contains(address))
                    .toList();
            added.forEach(own -> own.add(address, how, Site.UNKNOWN));
            landings.put(address, added);
        }
        breakpoints.landing(wanted);
    }

    /** That run has ended. */
    public void lift() {
        breakpoints.landing(null);
        landings.forEach((address, added) -> {
            SetBreakpoint own = breakpoints.at(address);
            if (own == null || !own.isEnabled()) {
                added.forEach(vcpu -> vcpu.remove(address));
            }
        });
        landings.clear();
    }

    /** The landing at an address, in words. */
    public String landed(long address) {
        return breakpoints.landing().told() + " " + names.place(address);
    }

    /** A run begins. */
    public void beginRun() {
        dropSpent();
    }

    private void dropSpent() {
        breakpoints.dropSpent().forEach(own -> debugged.values().forEach(vcpu -> vcpu.remove(own.address())));
    }

    private void add(NamedArguments named, VcpuCondition condition, Collection<VcpuEngine> vcpus) {
        long address = named.required("at");
        boolean instruction = named.flag("software");
        StopRule rule = new StopRule("breakpoint", condition, StopRule.ignored(named));
        List<String> logged = logged(named.get("log"), vcpus);
        Means how = means.breakpoint(instruction, "breakpoint", Site.UNKNOWN);
        vcpus.forEach(vcpu -> begin(vcpu).add(address, how, Site.UNKNOWN));
        breakpoints.put(
                new SetBreakpoint(breakpoints.numberFor(address), address, how, rule, named.flag("once"), logged));
        String note = means.note(instruction, how);
        if (!note.isEmpty()) {
            aside.accept("breakpoint at " + Bits64.hex(address) + " " + note);
        }
    }

    /** {@code log: 'rax rsi'}; null if it is not given. */
    private static List<String> logged(Object said, Collection<VcpuEngine> vcpus) {
        if (said == null) {
            return null;
        }
        if (!(said instanceof CharSequence)) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "log: takes the names of registers, not " + ValueInWords.of(said),
                    "try: m.breakpoint at: 0x1003, log: 'pc'");
        }
        List<String> registers = Stream.of(said.toString().strip().split("[\\s,]+"))
                .filter(name -> !name.isEmpty())
                .toList();
        vcpus.stream()
                .limit(1)
                .forEach(vcpu -> registers.forEach(name -> vcpu.names().get(name, Site.UNKNOWN)));
        return registers;
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
