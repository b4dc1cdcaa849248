package org.kvmsh.dsl.machine.debug;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** The breakpoints that a script has set, which all vCPUs of the machine have. */
final class MachineBreakpoints {
    private final Map<Long, SetBreakpoint> set = new ConcurrentHashMap<>();
    private volatile Landing landing;
    private int last;

    /** The place that the run under way is to end at; null for none. */
    Landing landing() {
        return landing;
    }

    /** Sets that place. */
    void landing(Landing wanted) {
        landing = wanted;
    }

    /** Whether a run may end at an address because a script asked for it. */
    boolean isAsked(long address) {
        Landing sought = landing;
        return set.containsKey(address) || sought != null && sought.has(address);
    }

    /** The breakpoint at an address; null for none. */
    SetBreakpoint at(long address) {
        return set.get(address);
    }

    /** The number of the breakpoint at an address; null for none. */
    Integer number(long address) {
        SetBreakpoint own = set.get(address);
        return own == null ? null : own.number();
    }

    /** The number that a breakpoint at an address has or will have. */
    int numberFor(long address) {
        Integer number = number(address);
        return number == null ? ++last : number;
    }

    void put(SetBreakpoint breakpoint) {
        set.put(breakpoint.address(), breakpoint);
    }

    void remove(long address) {
        set.remove(address);
    }

    /** Forgets those that have ended the run that they were for, and returns them. */
    List<SetBreakpoint> dropSpent() {
        List<SetBreakpoint> gone = sorted(SetBreakpoint::isSpent);
        gone.forEach(own -> set.remove(own.address()));
        return gone;
    }

    /** Those that are listed, by number. */
    List<SetBreakpoint> all() {
        return sorted(own -> !own.isSpent());
    }

    /** Those that vCPUs stop at. */
    List<SetBreakpoint> enabled() {
        return sorted(SetBreakpoint::isEnabled);
    }

    private List<SetBreakpoint> sorted(Predicate<SetBreakpoint> wanted) {
        return set.values().stream()
                .filter(wanted)
                .sorted(Comparator.comparingInt(SetBreakpoint::number))
                .toList();
    }

    /**
     * The breakpoint at an address.
     *
     * @throws ScriptError if the script has set none there
     */
    SetBreakpoint required(long address) {
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
}
