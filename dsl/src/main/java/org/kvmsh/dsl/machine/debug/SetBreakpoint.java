package org.kvmsh.dsl.machine.debug;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.plan.DebugMeans.Means;
import org.kvmsh.dsl.script.Bits64;

/** A breakpoint that a script has set. What changes is guarded by the handlers' lock. */
final class SetBreakpoint {
    private final int number;
    private final long address;
    private final Means how;
    private final StopRule rule;
    private final boolean once;
    private final List<String> logged;
    private volatile boolean enabled = true;
    private volatile boolean spent;

    /**
     * A breakpoint.
     *
     * @param number its number in messages
     * @param how its implementation
     * @param rule when it ends a run
     * @param once whether it is removed after it has ended one
     * @param logged the registers whose values it prints instead of ending a run; null if it ends one
     */
    SetBreakpoint(int number, long address, Means how, StopRule rule, boolean once, List<String> logged) {
        this.number = number;
        this.address = address;
        this.how = how;
        this.rule = rule;
        this.once = once;
        this.logged = logged;
    }

    int number() {
        return number;
    }

    long address() {
        return address;
    }

    Means how() {
        return how;
    }

    /** Whether vCPUs stop at it. */
    boolean isEnabled() {
        return enabled && !spent;
    }

    void enable(boolean wanted) {
        enabled = wanted;
    }

    /** Whether it has ended the one run that it was for. */
    boolean isSpent() {
        return spent;
    }

    /**
     * A vCPU has reached it: whether the run ends there.
     *
     * @param notes receives what it logs
     */
    boolean stops(VcpuEngine vcpu, SymbolNames names, Consumer<String> notes) throws Exception {
        if (!rule.stops(vcpu)) {
            return false;
        }
        if (logged != null) {
            notes.accept("vCPU " + vcpu.id() + " at " + names.place(address)
                    + logged.stream()
                            .map(name -> " " + name + "=" + Bits64.hex(vcpu.register(name)))
                            .collect(Collectors.joining()));
            return false;
        }
        spent = once;
        return true;
    }

    /** The value that a script sees. */
    DebugPoint point(SymbolNames names) {
        return new DebugPoint(
                "breakpoint",
                number,
                address,
                enabled,
                "breakpoint " + number + " at " + names.place(address) + ": " + how.told()
                        + (enabled ? "" : ", disabled")
                        + (once ? ", once" : "")
                        + (logged == null ? "" : ", logs" + (logged.isEmpty() ? "" : " " + String.join(" ", logged)))
                        + rule.told());
    }
}
