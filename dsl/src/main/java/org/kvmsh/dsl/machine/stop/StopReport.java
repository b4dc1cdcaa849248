package org.kvmsh.dsl.machine.stop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.dsl.arch.ControlRegisters;
import org.kvmsh.dsl.machine.vcpu.RegisterTable;
import org.kvmsh.dsl.machine.vcpu.RegisterValues;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;

/**
 * The position of a vCPU when its run has ended, in words: why, its registers and what changed in them, its code, and
 * the exits that led there.
 */
public final class StopReport {
    /** The report of a run that ended as expected, without further details. */
    public static final StopReport NONE =
            new StopReport(null, null, null, Extent.CHANGES, StopParts.UNSET, false, () -> false);

    private final Stops stops;
    private final VcpuEngine vcpu;
    private final Exit exit;
    private final Extent extent;
    private final StopParts parts;
    /** Whether the stack was asked for, and is shown even if it is empty. */
    private final boolean asksForStack;

    private final BooleanSupplier holds;
    private final boolean unasked;
    private State state;

    /** The extent of what is shown, unless the session has asked for something else. */
    public enum Extent {
        CHANGES("changed", 0, 0, 0),
        CHANGES_AND_CODE("changed", CodeAtPc.AFTER, 0, 0),
        ALL("all", CodeAtPc.AFTER, 4, 3),
        CONTEXT("all", CodeAtPc.AFTER, 4, 3);

        private final StopParts parts;

        Extent(String registers, int code, int stack, int console) {
            parts = new StopParts(registers, code, stack, console);
        }

        /** Whether it says why, with the flags and the last exits. */
        boolean isWhole() {
            return this == ALL || this == CONTEXT;
        }
    }

    /** The state that was read of the vCPU; of the registers those of some names are shown. */
    private record State(
            List<String> why,
            Map<String, Long> registers,
            Collection<String> names,
            Map<String, Long> before,
            List<String> flags,
            List<String> rest,
            String failure) {
        /** {@code rax 0x5 -> 0x4}; empty at the first stop shown. */
        List<String> changed() {
            return names.stream()
                    .filter(this::isChanged)
                    .map(name -> name + " " + Bits64.hex(before.get(name)) + " -> " + Bits64.hex(registers.get(name)))
                    .toList();
        }

        private boolean isChanged(String name) {
            return before.containsKey(name) && !before.get(name).equals(registers.get(name));
        }

        /** The registers that are not 0, or were not at the last stop. */
        String table(int columns) {
            Map<String, Long> shown = new LinkedHashMap<>();
            names.forEach(name -> {
                if (registers.get(name) != 0 || isChanged(name)) {
                    shown.put(name, registers.get(name));
                }
            });
            return RegisterTable.of(shown, this::isChanged, columns);
        }
    }

    private StopReport(
            Stops stops,
            VcpuEngine vcpu,
            Exit exit,
            Extent extent,
            StopParts asked,
            boolean unasked,
            BooleanSupplier holds) {
        this.unasked = unasked;
        this.stops = stops;
        this.vcpu = vcpu;
        this.exit = exit;
        this.extent = extent;
        this.parts = asked.or(extent.parts);
        this.asksForStack = extent == Extent.CONTEXT || asked.stack() != null;
        this.holds = holds;
    }

    /**
     * All of it, read now.
     *
     * @param exit the exit that ended the run, or null
     */
    static StopReport of(Stops stops, VcpuEngine vcpu, Exit exit) {
        StopReport report =
                new StopReport(stops, vcpu, exit, Extent.ALL, stops.settings().asked(), true, () -> true);
        report.read();
        return report;
    }

    /**
     * The report of an expected end, read on request.
     *
     * @param holds whether the vCPU is still where the run has left it
     */
    static StopReport onDemand(Stops stops, VcpuEngine vcpu, Extent extent, BooleanSupplier holds) {
        return new StopReport(stops, vcpu, null, extent, stops.settings().asked(), false, holds);
    }

    /** The report that a script asks for, read now. */
    static StopReport ofContext(Stops stops, VcpuEngine vcpu, StopParts asked) {
        StopReport report = new StopReport(
                stops, vcpu, null, Extent.CONTEXT, asked.or(stops.settings().asked()), false, () -> true);
        report.read();
        return report;
    }

    private synchronized State read() {
        if (state == null && vcpu != null && holds.getAsBoolean()) {
            state = CallOrigin.EXPLAINING.during(this::readNow);
        }
        return state;
    }

    /** The registers at the stop; null if they were not read while the vCPU was there. */
    public RegisterValues registers() {
        State now = read();
        return now == null || now.failure != null
                ? null
                : new RegisterValues(vcpu.vcpu().kernel().abi().arch(), now.registers);
    }

    private State readNow() {
        try {
            Map<String, Long> registers = stops.registers(vcpu);
            Map<String, Long> before =
                    extent == Extent.CONTEXT ? stops.before(vcpu, registers) : stops.seen(vcpu, registers);
            boolean coded = parts.code() > 0;
            CodeAtPc code = coded || extent.isWhole() ? CodeAtPc.of(stops.machine(), vcpu) : null;
            List<String> rest = new ArrayList<>(watched());
            if (coded) {
                rest.add(code.listing(vcpu, parts.code()));
            }
            if (extent.isWhole() && vcpu.isAtException()) {
                rest.add("calls:\n   "
                        + Backtrace.of(stops.machine(), vcpu).toString().replace("\n", "\n   "));
            }
            if (parts.stack() > 0) {
                rest.addAll(vcpu.touch(() -> StackTop.lines(stops.machine(), vcpu, parts.stack(), asksForStack)));
            }
            rest.addAll(trail());
            return new State(
                    why(code),
                    registers,
                    vcpu.names().general().distinct(registers),
                    before,
                    extent.isWhole() && !parts.has("none")
                            ? vcpu.touch(() -> ControlRegisters.flags(vcpu.vcpu()))
                            : List.of(),
                    rest,
                    null);
        } catch (KvmException | BoardLost | NotModelled | ScriptError e) {
            return new State(
                    List.of(),
                    Map.of(),
                    List.of(),
                    Map.of(),
                    List.of(),
                    List.of(),
                    "cannot read its registers: " + e.getMessage());
        }
    }

    private List<String> why(CodeAtPc code) {
        List<String> why = new ArrayList<>(
                extent == Extent.ALL ? WhyItStopped.ofExit(stops.machine(), vcpu, exit, code) : List.of());
        if (extent == Extent.CONTEXT) {
            why.addAll(WaitingVcpus.lines(List.of(vcpu)));
        } else if (extent == Extent.ALL && exit == null) {
            why.addAll(WaitingVcpus.lines(stops.machine().engines()));
        }
        return why;
    }

    private List<String> watched() {
        List<String> values = stops.settings().watched().stream()
                .map(value -> value.inWords(vcpu))
                .toList();
        return values.isEmpty() ? List.of() : List.of("watch: " + String.join(", ", values));
    }

    /** The lines about what led there: the exit to complete, the console and the last exits. */
    private List<String> trail() {
        List<String> trail = new ArrayList<>();
        Exit last = extent == Extent.CONTEXT && vcpu.pending().isAnswered()
                ? vcpu.vcpu().exit()
                : null;
        KeyedExit key = last == null ? null : KeyedExit.of(last.name());
        if (key != null && key.isInstruction()) {
            trail.add("pending: " + last + ", which the next KVM_RUN completes");
        }
        List<String> console =
                parts.console() == 0 ? List.of() : stops.console().lines().toList();
        if (!console.isEmpty()) {
            trail.add("console:\n   "
                    + String.join(
                            "\n   ", console.subList(Math.max(0, console.size() - parts.console()), console.size())));
        }
        String exits = extent.isWhole() ? LastExits.text(vcpu.id(), stops.exits()) : "";
        if (!exits.isEmpty()) {
            trail.add("last exits: " + exits);
        }
        return trail;
    }

    /** Whether the end is unexpected. */
    public boolean isUnasked() {
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
        String ended = extent == Extent.CONTEXT ? stops.lastRun() : null;
        if (ended != null) {
            lines.add("last run: " + ended);
        }
        if (parts.has("all")) {
            lines.add("vCPU " + vcpu.id() + ", non-zero registers"
                    + (now.changed().isEmpty() ? "" : ", * changed since the last stop") + ":\n" + now.table(columns));
        } else if (parts.has("changed") && !now.changed().isEmpty()) {
            lines.add("changed: " + String.join(", ", now.changed()));
        }
        lines.addAll(now.flags.isEmpty() ? List.of() : List.of(String.join(", ", now.flags)));
        lines.addAll(now.rest);
        return String.join("\n", lines);
    }
}
