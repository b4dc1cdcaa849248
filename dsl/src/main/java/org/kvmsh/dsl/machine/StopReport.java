package org.kvmsh.dsl.machine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.dsl.arch.FlagBits;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;

/** Where a vCPU is when its run has ended, in words: why, its registers and what changed in them, its code, and the exits that led there. */
public final class StopReport {
    /** Of a run that ended as expected, without further details. */
    static final StopReport NONE = new StopReport(null, null, Extent.CHANGES, false, () -> false);

    private final MachineVcpu vcpu;
    private final Exit exit;
    private final Extent extent;
    private final BooleanSupplier holds;
    private final boolean unasked;
    private State state;

    /** How much of it is shown. */
    enum Extent { CHANGES, CHANGES_AND_CODE, ALL }

    /** What was read of the vCPU. */
    private record State(List<String> why, Map<String, Long> registers, Map<String, Long> before, List<String> flags, String code, String exits, String failure) {
        /** {@code rax 0x5 -> 0x4}; empty at the first stop shown. */
        List<String> changed() {
            List<String> changed = new ArrayList<>();
            registers.forEach((name, value) -> {
                if (isChanged(name)) {
                    changed.add(name + " " + Bits64.hex(before.get(name)) + " -> " + Bits64.hex(value));
                }
            });
            return changed;
        }

        private boolean isChanged(String name) {
            return before.containsKey(name) && !before.get(name).equals(registers.get(name));
        }

        /** Those that are not 0, or were not at the last stop. */
        String table(int columns) {
            Map<String, Long> shown = new LinkedHashMap<>();
            registers.forEach((name, value) -> {
                if (value != 0 || isChanged(name)) {
                    shown.put(name, value);
                }
            });
            return RegisterTable.of(shown, this::isChanged, columns);
        }
    }

    private StopReport(MachineVcpu vcpu, Exit exit, Extent extent, boolean unasked, BooleanSupplier holds) {
        this.unasked = unasked;
        this.vcpu = vcpu;
        this.exit = exit;
        this.extent = extent;
        this.holds = holds;
    }

    /**
     * All of it, read now.
     *
     * @param exit the exit that ended the run, or null
     */
    public static StopReport of(MachineVcpu vcpu, Exit exit) {
        StopReport report = new StopReport(vcpu, exit, Extent.ALL, true, () -> true);
        report.read();
        return report;
    }

    /**
     * Of an expected end, read on request.
     *
     * @param holds whether the vCPU is still where the run has left it
     */
    static StopReport onDemand(MachineVcpu vcpu, Extent extent, BooleanSupplier holds) {
        return new StopReport(vcpu, null, extent, false, holds);
    }

    private synchronized State read() {
        if (state == null && vcpu != null && holds.getAsBoolean()) {
            state = CallOrigin.EXPLAINING.during(this::readNow);
        }
        return state;
    }

    private State readNow() {
        boolean whole = extent == Extent.ALL;
        String exits = whole ? LastExits.text(vcpu.getId(), vcpu.getMachine().getExits().getAll()) : "";
        try {
            Map<String, Long> registers = vcpu.getRegs().all();
            Map<String, Long> before = vcpu.seen(registers);
            if (extent == Extent.CHANGES) {
                return new State(List.of(), registers, before, List.of(), "", exits, null);
            }
            CodeAtPc code = CodeAtPc.of(vcpu);
            return new State(whole ? WhyItStopped.ofExit(vcpu, exit, code) : List.of(), registers, before, whole ? vcpu.touch(() -> FlagBits.read(vcpu.vcpu())) : List.of(),
                    code.listing(vcpu), exits, null);
        } catch (KvmException | BoardLost | NotModelled | ScriptError e) {
            return new State(List.of(), Map.of(), Map.of(), List.of(), "", "", "cannot read its registers: " + e.getMessage());
        }
    }

    /** Whether the end is unexpected. */
    boolean isUnasked() {
        return unasked;
    }

    /** The registers, code and exits; empty if not needed, or if the vCPU has continued. */
    public String text(int columns) {
        State now = read();
        if (now == null) {
            return "";
        } else if (now.failure != null) {
            return now.failure;
        }
        List<String> lines = new ArrayList<>();
        if (!now.why.isEmpty()) {
            lines.add("why: " + String.join("\n  ", now.why));
        }
        if (extent == Extent.ALL) {
            lines.add("vCPU " + vcpu.getId() + ", registers other than 0" + (now.changed().isEmpty() ? "" : ", * changed since the last stop") + ":\n" + now.table(columns));
            lines.addAll(now.flags.isEmpty() ? List.of() : List.of(String.join(", ", now.flags)));
        } else if (!now.changed().isEmpty()) {
            lines.add("changed: " + String.join(", ", now.changed()));
        }
        if (!now.code.isEmpty()) {
            lines.add(now.code);
        }
        if (!now.exits.isEmpty()) {
            lines.add("last exits: " + now.exits);
        }
        return String.join("\n", lines);
    }
}
