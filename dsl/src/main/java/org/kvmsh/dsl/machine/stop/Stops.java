package org.kvmsh.dsl.machine.stop;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.kvmsh.bindings.kernel.BoardLost;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.KvmException;
import org.kvmsh.dsl.inspect.Exits;
import org.kvmsh.dsl.inspect.SeenExit;
import org.kvmsh.dsl.machine.exit.Console;
import org.kvmsh.dsl.machine.vcpu.LiveMachine;
import org.kvmsh.dsl.machine.vcpu.Registers;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.script.ScriptError;

/** The reports of one machine's stops: each is compared with the stop before. */
public final class Stops {
    private final LiveMachine machine;
    private final Console console;
    private final Supplier<Exits> exits;
    private final Supplier<String> lastRun;
    private final BooleanSupplier typed;
    private final Map<VcpuEngine, Seen> seen = new ConcurrentHashMap<>();
    private volatile StopSettings settings = new StopSettings();

    /** The registers of one vCPU at its last stop that was shown, and at the one before; empty the first time. */
    private static final class Seen {
        private final Registers registers;
        private volatile Map<String, Long> last = Map.of();
        private volatile Map<String, Long> before = Map.of();

        Seen(Registers registers) {
            this.registers = registers;
        }
    }

    /**
     * The stops of a machine.
     *
     * @param exits the exits of its last run
     * @param lastRun how that ended, in words; null before the first
     * @param typed whether a person types, who compares a stop that is not shown too
     */
    public Stops(
            LiveMachine machine,
            Console console,
            Supplier<Exits> exits,
            Supplier<String> lastRun,
            BooleanSupplier typed) {
        this.machine = machine;
        this.console = console;
        this.exits = exits;
        this.lastRun = lastRun;
        this.typed = typed;
    }

    /** Shows at each stop what a session has asked for. */
    public void showing(StopSettings asked) {
        settings = asked;
    }

    StopSettings settings() {
        return settings;
    }

    /**
     * All of a stop, read now.
     *
     * @param exit the exit that ended the run, or null
     */
    public StopReport whole(VcpuEngine vcpu, Exit exit) {
        return StopReport.of(this, vcpu, exit);
    }

    /**
     * An expected end, read on request.
     *
     * @param holds whether the vCPU is still where the run has left it
     */
    public StopReport onDemand(VcpuEngine vcpu, StopReport.Extent extent, BooleanSupplier holds) {
        return StopReport.onDemand(this, vcpu, extent, holds);
    }

    /** The report that a script asks for, read now. */
    StopReport context(VcpuEngine vcpu, StopParts asked) {
        return StopReport.ofContext(this, vcpu, asked);
    }

    /**
     * A stop that is not shown: the next one is compared with it in the shell, and with none in a script, which reads
     * nothing for it.
     */
    public void notShown(VcpuEngine vcpu) {
        try {
            seen(vcpu, typed.getAsBoolean() ? CallOrigin.EXPLAINING.during(() -> registers(vcpu)) : Map.of());
        } catch (KvmException | BoardLost | NotModelled | ScriptError e) {
            seen(vcpu, Map.of());
        }
    }

    LiveMachine machine() {
        return machine;
    }

    /** The guest's output on its console. */
    String console() {
        return console.text();
    }

    /** The last exits of the run. */
    List<SeenExit> exits() {
        return exits.get().all();
    }

    /** The outcome of the last run, in words; null before the first. */
    String lastRun() {
        return lastRun.get();
    }

    /** The general registers, read now. */
    Map<String, Long> registers(VcpuEngine vcpu) {
        return of(vcpu).registers.all();
    }

    /** The registers at the last stop that was shown, which is this one from now on. */
    Map<String, Long> seen(VcpuEngine vcpu, Map<String, Long> now) {
        Seen own = of(vcpu);
        own.before = own.last;
        own.last = now;
        return own.before;
    }

    /** The values that registers are compared with where they are shown again. */
    Map<String, Long> before(VcpuEngine vcpu, Map<String, Long> now) {
        Seen own = of(vcpu);
        return now.equals(own.last) ? own.before : own.last;
    }

    private Seen of(VcpuEngine vcpu) {
        return seen.computeIfAbsent(vcpu, own -> new Seen(new Registers(own)));
    }
}
