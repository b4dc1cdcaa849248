package org.kvmsh.dsl.machine.debug;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.plan.DebugMeans;
import org.kvmsh.dsl.plan.DebugMeans.Means;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;
import org.kvmsh.dsl.script.ValueInWords;
import org.kvmsh.dsl.word.NamedArguments;

/** The breakpoints that a script has set, which all vCPUs of the machine have. */
public final class MachineBreakpoints {
    private final Map<Long, SetBreakpoint> set = new ConcurrentHashMap<>();
    private final Function<VcpuEngine, GuestDebug> debugged;
    private final SymbolNames names;
    private final DebugMeans means;
    private final Consumer<String> aside;
    /** The vCPUs that stop at an address only because the run under way is to end there. */
    private final Map<Long, List<GuestDebug>> landings = new ConcurrentHashMap<>();

    private volatile Landing landing;
    private int last;

    /**
     * The breakpoints of a machine.
     *
     * @param debugged begins to debug a vCPU, if that has not begun
     * @param aside receives what they log, and what is done otherwise than it was asked
     */
    MachineBreakpoints(
            Function<VcpuEngine, GuestDebug> debugged, SymbolNames names, DebugMeans means, Consumer<String> aside) {
        this.debugged = debugged;
        this.names = names;
        this.means = means;
        this.aside = aside;
    }

    /** The place that the run under way is to end at; null for none. */
    Landing landing() {
        return landing;
    }

    /** Whether a run may end at an address because a script asked for it. */
    boolean isAsked(long address) {
        Landing sought = landing;
        return set.containsKey(address) || sought != null && sought.has(address);
    }

    /** The number of the breakpoint at an address; null for none. */
    Integer number(long address) {
        SetBreakpoint own = set.get(address);
        return own == null ? null : own.number();
    }

    /** Those that are listed, by number. */
    List<SetBreakpoint> all() {
        return set.values().stream()
                .filter(own -> !own.isSpent())
                .sorted(Comparator.comparingInt(SetBreakpoint::number))
                .toList();
    }

    /**
     * The breakpoint at an address.
     *
     * @throws ScriptError if the script has set none there
     */
    private SetBreakpoint required(long address) {
        SetBreakpoint own = set.get(address);
        if (own == null || own.isSpent()) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "no breakpoint at " + Bits64.hex(address),
                    all().isEmpty()
                            ? ""
                            : "breakpoints: "
                                    + all().stream()
                                            .map(each -> Bits64.hex(each.address()))
                                            .collect(Collectors.joining(", ")));
        }
        return own;
    }

    /** {@code m.breakpoint}, at an address. */
    void change(Map<String, ?> arguments, VcpuCondition condition, Collection<VcpuEngine> vcpus) {
        NamedArguments named = new NamedArguments(
                "breakpoint",
                List.of("at", "remove", "disable", "enable", "software", "ignore", "once", "log"),
                "m.breakpoint at: 0x1003",
                arguments,
                Site.UNKNOWN);
        dropSpent(vcpus);
        String change = changed(arguments);
        if (change.equals("at")) {
            add(named, condition, vcpus);
            return;
        }
        SetBreakpoint own = required(named.required(change));
        if (change.equals("enable")) {
            vcpus.forEach(vcpu -> debugged.apply(vcpu).add(own.address(), own.how(), Site.UNKNOWN));
        } else {
            vcpus.forEach(vcpu -> debugged.apply(vcpu).remove(own.address()));
        }
        own.enable(change.equals("enable"));
        if (change.equals("remove")) {
            set.remove(own.address());
        }
    }

    /** The argument of {@code breakpoint} that has the place, which says what is done there. */
    public static String changed(Map<String, ?> arguments) {
        List<String> given = Stream.of("at", "remove", "disable", "enable")
                .filter(arguments::containsKey)
                .toList();
        if (given.size() > 1) {
            throw new ScriptError(
                    Site.UNKNOWN,
                    "breakpoint takes only one of at:, remove:, disable: and enable:, not " + given.size());
        }
        return given.isEmpty() ? "at" : given.get(0);
    }

    /** A vCPU that is added has what the others have. */
    void join(VcpuEngine vcpu) {
        set.values().stream()
                .filter(SetBreakpoint::isEnabled)
                .forEach(own -> debugged.apply(vcpu).add(own.address(), own.how(), Site.UNKNOWN));
    }

    /** Whether a run ends at a debug exit at an address, as far as the script has asked for it. */
    GuestDebug.Came reached(VcpuEngine vcpu, long address) throws Exception {
        SetBreakpoint own = set.get(address);
        Landing sought = landing;
        boolean isSought = sought != null && sought.has(address);
        if (own == null && !isSought || own != null && own.isEnabled() && own.stops(vcpu, names, aside)) {
            return GuestDebug.Came.WANTED;
        }
        return isSought && sought.isReachedBy(vcpu, address) ? GuestDebug.Came.LANDED : GuestDebug.Came.ON_THE_WAY;
    }

    /** Those that were for one stop go. */
    void dropSpent(Collection<VcpuEngine> vcpus) {
        set.values().stream().filter(SetBreakpoint::isSpent).toList().forEach(own -> {
            set.remove(own.address());
            vcpus.forEach(vcpu -> debugged.apply(vcpu).remove(own.address()));
        });
    }

    /** A run begins that is to end at a place, or where it ends anyway. */
    void land(Landing wanted, Collection<VcpuEngine> vcpus) {
        boolean isFull = vcpus.stream().anyMatch(vcpu -> debugged.apply(vcpu).isFull());
        Means usual = means.breakpoint(false, wanted.word(), Site.UNKNOWN);
        Means how = usual == Means.PROCESSOR && isFull ? means.breakpoint(true, wanted.word(), Site.UNKNOWN) : usual;
        for (Long address : wanted.addresses()) {
            List<GuestDebug> added = vcpus.stream()
                    .map(debugged)
                    .filter(own -> !own.breakpoints().contains(address))
                    .toList();
            landings.put(address, added);
            added.forEach(own -> own.add(address, how, Site.UNKNOWN));
        }
        landing = wanted;
    }

    /** That run has ended. */
    void lift() {
        landing = null;
        landings.forEach((address, added) -> {
            SetBreakpoint own = set.get(address);
            if (own == null || !own.isEnabled()) {
                added.forEach(vcpu -> vcpu.remove(address));
            }
        });
        landings.clear();
    }

    private void add(NamedArguments named, VcpuCondition condition, Collection<VcpuEngine> vcpus) {
        long address = named.required("at");
        boolean instruction = named.flag("software");
        StopRule rule = new StopRule("breakpoint", condition, StopRule.ignored(named));
        List<String> logged = logged(named.get("log"), vcpus);
        Means how = means.breakpoint(instruction, "breakpoint", Site.UNKNOWN);
        vcpus.forEach(vcpu -> debugged.apply(vcpu).add(address, how, Site.UNKNOWN));
        Integer before = number(address);
        set.put(
                address,
                new SetBreakpoint(before == null ? ++last : before, address, how, rule, named.flag("once"), logged));
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
                    "try: m.breakpoint at: 0x1003, log: 'rax rcx'");
        }
        List<String> registers = Stream.of(said.toString().strip().split("[\\s,]+"))
                .filter(name -> !name.isEmpty())
                .toList();
        vcpus.stream()
                .limit(1)
                .forEach(vcpu -> registers.forEach(name -> vcpu.names().get(name, Site.UNKNOWN)));
        return registers;
    }
}
