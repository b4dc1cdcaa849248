package org.kvmsh.dsl.plan;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.debug.Breakpoints;
import org.kvmsh.bindings.debug.DebugStop;
import org.kvmsh.bindings.debug.Delivery;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/** How guests of VMs of one type are stopped on a board: by what it delivers. What it does not is done by single steps, or refused. */
public final class DebugMeans {
    /** How a breakpoint is made. */
    public enum Means {
        /** The processor watches for the address. */
        PROCESSOR,
        /** A breakpoint instruction is in guest memory. */
        INSTRUCTION,
        /** The guest makes single steps, and kvmsh watches for the address. */
        STEPS
    }

    private final HostFacts host;
    private final long vmType;
    private final Breakpoints kind;

    /** @param vmType what KVM_CREATE_VM is given */
    public DebugMeans(HostFacts host, long vmType) {
        this.host = host;
        this.vmType = vmType;
        this.kind = Breakpoints.of(host.abi());
    }

    public Breakpoints kind() {
        return kind;
    }

    /** How many addresses the processor watches for. */
    public int inHardware() {
        return kind.inHardware(kind.countedBy() == null ? 0 : host.capability(kind.countedBy()));
    }

    /** Whether single steps arrive; of a board that nobody has tried, whether it announces them. */
    public boolean steps() {
        Delivery delivery = host.delivers(DebugStop.STEP, vmType);
        return delivery == Delivery.UNKNOWN ? kind.stepping() == null || host.capability(kind.stepping()) != 0 : delivery == Delivery.DELIVERED;
    }

    /** Whether kvmsh makes the steps that do not arrive, by breakpoint instructions wherever the guest can go next. */
    public boolean stepsByBreakpoints() {
        return kind.hasSuccessors() && !steps() && arrives(DebugStop.SOFTWARE_BREAKPOINT);
    }

    /** That steps are made so; empty otherwise. */
    public String noteOfSteps() {
        return stepsByBreakpoints() ? "by software breakpoints wherever the guest can go next, since this board does not deliver single steps" : "";
    }

    /** @throws ScriptError where single steps can't be had */
    public void checkSteps(String what, Site site) {
        if (!steps() && !stepsByBreakpoints()) {
            throw new ScriptError(site, what + " needs single steps, which " + host.boardName() + " does not deliver", why(DebugStop.STEP));
        }
    }

    /**
     * How a breakpoint is made.
     *
     * @param instruction whether the script asked for an instruction in guest memory
     * @throws ScriptError where nothing stops a guest at an address
     */
    public Means breakpoint(boolean instruction, String what, Site site) {
        DebugStop asked = asked(instruction);
        if (arrives(asked)) {
            return asked == DebugStop.HARDWARE_BREAKPOINT ? Means.PROCESSOR : Means.INSTRUCTION;
        }
        if (steps()) {
            return Means.STEPS;
        }
        if (asked == DebugStop.HARDWARE_BREAKPOINT && arrives(DebugStop.SOFTWARE_BREAKPOINT)) {
            return Means.INSTRUCTION;
        }
        List<String> reasons = new ArrayList<>(List.of(why(asked), why(DebugStop.STEP)));
        if (asked == DebugStop.HARDWARE_BREAKPOINT) {
            reasons.add(1, why(DebugStop.SOFTWARE_BREAKPOINT));
        }
        throw new ScriptError(site, what + " needs a way to stop the guest, and " + host.boardName() + " delivers none", reasons.toArray(String[]::new));
    }

    private DebugStop asked(boolean instruction) {
        return instruction || inHardware() == 0 ? DebugStop.SOFTWARE_BREAKPOINT : DebugStop.HARDWARE_BREAKPOINT;
    }

    /** A board that nobody has tried is taken at its word. */
    private boolean arrives(DebugStop stop) {
        return host.delivers(stop, vmType) != Delivery.LOST;
    }

    /** That a breakpoint is made otherwise than asked, or that nobody knows yet whether it is delivered; empty otherwise. */
    public String note(boolean instruction, Means means) {
        DebugStop asked = asked(instruction);
        if (means == Means.STEPS || means == Means.INSTRUCTION && asked == DebugStop.HARDWARE_BREAKPOINT) {
            return "by " + (means == Means.STEPS ? DebugStop.STEP : DebugStop.SOFTWARE_BREAKPOINT).phrase() + ", since this board does not deliver " + asked.phrase();
        }
        return host.delivers(asked, vmType) == Delivery.UNKNOWN ? "not known yet whether this board delivers " + asked.phrase() : "";
    }

    private String why(DebugStop stop) {
        if (stop == DebugStop.STEP && kind.stepping() != null && host.capability(kind.stepping()) == 0) {
            return stop.phrase() + ": " + kind.stepping() + " is 0";
        }
        return stop.phrase() + ": a test guest was not stopped";
    }
}
