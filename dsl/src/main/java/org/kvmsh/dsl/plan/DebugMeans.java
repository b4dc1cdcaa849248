package org.kvmsh.dsl.plan;

import java.util.ArrayList;
import java.util.List;
import org.kvmsh.bindings.debug.Breakpoints;
import org.kvmsh.bindings.debug.GuestDebugging;
import org.kvmsh.bindings.kvm.DebugStop;
import org.kvmsh.bindings.kvm.Delivery;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The means of stopping guests of VMs of one type on a board: by what it delivers. What it does not is done by single
 * steps, or refused.
 */
public final class DebugMeans {
    /** The implementation of a breakpoint. */
    public enum Means {
        /** The processor watches for the address. */
        PROCESSOR("hardware"),
        /** A breakpoint instruction is in guest memory. */
        INSTRUCTION("software (an instruction replaced in guest memory)"),
        /** The guest makes single steps, and kvmsh compares the address. */
        STEPS("single steps");

        private final String told;

        Means(String told) {
            this.told = told;
        }

        public String told() {
            return told;
        }
    }

    private final HostFacts host;
    private final long vmType;
    /** Null until something asks for it: few guests are debugged. */
    private Breakpoints kind;

    /** @param vmType what KVM_CREATE_VM is given */
    public DebugMeans(HostFacts host, long vmType) {
        this.host = host;
        this.vmType = vmType;
    }

    /** How breakpoints are set on the board's architecture. */
    public synchronized Breakpoints kind() {
        if (kind == null) {
            kind = GuestDebugging.breakpoints(host.abi());
        }
        return kind;
    }

    /** The number of addresses that the processor watches for. */
    public int inHardware() {
        return kind().inHardware(kind().countedBy() == null ? 0 : host.capability(kind().countedBy()));
    }

    /** Whether single steps work; on a board that was not probed, whether it announces them. */
    public boolean steps() {
        Delivery delivery = host.delivers(DebugStop.STEP, vmType);
        return delivery == Delivery.UNKNOWN
                ? kind().stepping() == null || host.capability(kind().stepping()) != 0
                : delivery == Delivery.DELIVERED;
    }

    /** Whether kvmsh replaces missing single steps by breakpoint instructions at every possible next instruction. */
    public boolean stepsByBreakpoints() {
        return kind().hasSuccessors() && !steps() && arrives(DebugStop.SOFTWARE_BREAKPOINT);
    }

    /** The flag of a single step that holds interrupts back; 0 if the kernel does not have it. */
    public long holdingInterrupts() {
        String flag = kind().holdingInterrupts();
        return flag == null || !host.abi().hasConstant(flag)
                ? 0
                : host.capability("KVM_CAP_SET_GUEST_DEBUG2") & host.abi().constant(flag);
    }

    /** A note that steps are made like that; otherwise empty. */
    public String noteOfSteps() {
        return stepsByBreakpoints()
                ? "by software breakpoints wherever the guest can go next, because this board does not support"
                        + " single-stepping"
                : "";
    }

    /** @throws ScriptError if single steps are not available */
    public void checkSteps(String what, Site site) {
        if (!steps() && !stepsByBreakpoints()) {
            throw new ScriptError(
                    site,
                    what + " needs single-stepping, which board " + host.boardName() + " does not support",
                    why(DebugStop.STEP));
        }
    }

    /**
     * Chooses the implementation of a breakpoint.
     *
     * @param instruction whether the script requested an instruction in guest memory
     * @throws ScriptError if nothing can stop a guest at an address
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
        throw new ScriptError(
                site, what + " cannot stop the guest on board " + host.boardName(), reasons.toArray(String[]::new));
    }

    /** The number of watchpoints that the processor has. */
    public int watchpoints() {
        return kind().watchpoints(
                        kind().watchpointsCountedBy() == null ? 0 : host.capability(kind().watchpointsCountedBy()));
    }

    /** @throws ScriptError if the processor stops at no access */
    public void checkWatchpoints(Site site) {
        if (watchpoints() > 0 && arrives(DebugStop.WATCHPOINT)) {
            return;
        }
        List<String> notes = new ArrayList<>();
        if (watchpoints() > 0) {
            notes.add(why(DebugStop.WATCHPOINT));
        } else {
            notes.add(
                    kind().watchpointsCountedBy() == null
                            ? Breakpoints.NO_DEBUG_REGISTERS
                            : kind().watchpointsCountedBy() + " is 0");
        }
        if (host.capability("KVM_CAP_READONLY_MEM") != 0) {
            notes.add("memory with readonly: true turns each guest write into an exit");
        }
        if (steps() || stepsByBreakpoints()) {
            notes.add("watch('value') { mem(0x2000, 4) } shows the bytes at each stop, and step() stops after each"
                    + " instruction");
        }
        throw new ScriptError(
                site, "board " + host.boardName() + " does not support watchpoints", notes.toArray(String[]::new));
    }

    /** A note that it is not known whether watchpoints stop a guest; otherwise empty. */
    public String noteOfWatchpoints() {
        return host.delivers(DebugStop.WATCHPOINT, vmType) == Delivery.UNKNOWN
                ? "not yet known whether this board supports watchpoints"
                : "";
    }

    private DebugStop asked(boolean instruction) {
        return instruction || inHardware() == 0 ? DebugStop.SOFTWARE_BREAKPOINT : DebugStop.HARDWARE_BREAKPOINT;
    }

    /** A board that was not probed is trusted. */
    private boolean arrives(DebugStop stop) {
        return host.delivers(stop, vmType) != Delivery.LOST;
    }

    /**
     * A note that a breakpoint is implemented differently than requested, or that its delivery is unknown; otherwise
     * empty.
     */
    public String note(boolean instruction, Means means) {
        DebugStop asked = asked(instruction);
        if (means == Means.STEPS || means == Means.INSTRUCTION && asked == DebugStop.HARDWARE_BREAKPOINT) {
            return "by " + (means == Means.STEPS ? DebugStop.STEP : DebugStop.SOFTWARE_BREAKPOINT).phrase()
                    + ", because this board does not support " + asked.phrase();
        }
        return host.delivers(asked, vmType) == Delivery.UNKNOWN
                ? "not yet known whether this board supports " + asked.phrase()
                : "";
    }

    private String why(DebugStop stop) {
        if (stop == DebugStop.STEP && kind().stepping() != null && host.capability(kind().stepping()) == 0) {
            return stop.phrase() + ": " + kind().stepping() + " is 0";
        }
        return stop.phrase() + ": kvmsh ran a small guest to check, and it did not stop";
    }
}
