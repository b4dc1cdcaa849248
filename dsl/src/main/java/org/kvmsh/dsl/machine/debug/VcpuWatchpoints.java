package org.kvmsh.dsl.machine.debug;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.kvmsh.bindings.code.SymbolNames;
import org.kvmsh.bindings.debug.Breakpoints;
import org.kvmsh.bindings.debug.WatchHit;
import org.kvmsh.bindings.debug.WatchedAccess;
import org.kvmsh.bindings.debug.Watchpoint;
import org.kvmsh.bindings.kernel.CallOrigin;
import org.kvmsh.bindings.kvm.DebugExit;
import org.kvmsh.dsl.machine.vcpu.VcpuEngine;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.register.ProgramCounter;
import org.kvmsh.dsl.script.Bits64;

/**
 * The watchpoints of one vCPU: what KVM_RUN watches for, and the accesses that it has stopped at. A processor that
 * stops before an access makes it in a single step without watchpoints, so that a run ends behind the access on each
 * architecture.
 */
public final class VcpuWatchpoints {
    private final VcpuEngine own;
    private final Bringup made;
    private final SymbolNames names;
    private final MachineWatchpoints all;
    private final Breakpoints kind;
    /** Whether the vCPU can make the single step. */
    private final boolean steps;

    private List<Watchpoint> armed = List.of();
    /** The breakpoints that are in registers before them. */
    private int breakpoints;
    /** The accesses that the next KVM_RUN makes, and the instruction. */
    private List<WatchHit> passing = List.of();

    private long passingAt;
    private List<WatchHit> hits = List.of();
    private final Map<Watchpoint, Long> before = new HashMap<>();
    /** The accesses that end the run. */
    private List<WatchpointHit> stop = List.of();

    VcpuWatchpoints(
            VcpuEngine own, Bringup made, SymbolNames names, MachineWatchpoints all, Breakpoints kind, boolean steps) {
        this.own = own;
        this.made = made;
        this.names = names;
        this.all = all;
        this.kind = kind;
        this.steps = steps;
    }

    /** A run begins: the script may have moved the vCPU away from the access. */
    void begin() {
        hits = List.of();
        stop = List.of();
        if (!passing.isEmpty() && own.address() != passingAt) {
            passing = List.of();
        }
    }

    /** Whether the next KVM_RUN is to make an access that was stopped. */
    boolean isPassing() {
        return !passing.isEmpty();
    }

    /** The watchpoints that the next KVM_RUN watches for. */
    List<Watchpoint> wanted() {
        return isPassing()
                ? List.of()
                : all.all().stream().map(SetWatchpoint::watchpoint).toList();
    }

    /** KVM_RUN follows. */
    void armed(int inRegisters, List<Watchpoint> data) {
        breakpoints = inRegisters;
        armed = data;
        hits = List.of();
        stop = List.of();
        if (!steps) {
            // Without a step, nothing is watched until the next exit.
            passing = List.of();
        }
        for (Watchpoint each : data) {
            before.put(each, value(each));
        }
    }

    /** A debug exit; returns whether it comes before the access, which the next KVM_RUN is to make. */
    boolean take(DebugExit exit) {
        hits = armed.isEmpty() ? List.of() : kind.hits(exit, breakpoints, armed);
        if (isPassing()) {
            hits = passing;
            passing = List.of();
        } else if (!hits.isEmpty() && kind.stopsBeforeAccess()) {
            passing = hits;
            passingAt = exit.getAddress();
            hits = steps ? List.of() : hits;
            return steps;
        }
        return false;
    }

    boolean hasHits() {
        return !hits.isEmpty();
    }

    /** Whether the accesses end the run. */
    boolean stops() throws Exception {
        List<WatchpointHit> stopping = new ArrayList<>();
        for (SetWatchpoint each : all.all()) {
            for (WatchHit hit : hits) {
                if (hit.watchpoint().equals(each.watchpoint()) && each.rule().stops(own)) {
                    stopping.add(hit(each, hit));
                }
            }
        }
        stop = List.copyOf(stopping);
        return !stop.isEmpty();
    }

    /** The watchpoints that have ended the run; otherwise empty. */
    List<WatchpointHit> stopped() {
        return stop;
    }

    /** The same in words. */
    public String inWords() {
        return String.join("; ", stop.stream().map(WatchpointHit::toString).toList());
    }

    /** {@code watchpoint 1 at 0x2000: write, 0x0 -> 0x2a, pc 0x1008}. */
    private WatchpointHit hit(SetWatchpoint set, WatchHit hit) {
        Watchpoint watchpoint = set.watchpoint();
        Long old = before.get(watchpoint);
        Long now = value(watchpoint);
        WatchedAccess access = hit.access() == WatchedAccess.ACCESS && now != null && !now.equals(old)
                ? WatchedAccess.WRITE
                : hit.access();
        boolean isWrite = access == WatchedAccess.WRITE;
        String values = now == null
                ? ""
                : old == null || !isWrite ? ", " + Bits64.hex(now) : ", " + Bits64.hex(old) + " -> " + Bits64.hex(now);
        String words = "watchpoint " + set.number() + " at " + names.place(watchpoint.address()) + ": "
                + (access == WatchedAccess.ACCESS ? "read or write" : access.word())
                + (hit.address() == watchpoint.address() ? "" : " at " + Bits64.hex(hit.address()))
                + (isPassing() ? " not yet made" : values) + ", pc " + names.place(own.stoppedAt());
        return new WatchpointHit(set.number(), watchpoint.address(), watchpoint.size(), access.word(), old, now, words);
    }

    /**
     * The watched value as a number in the board's byte order; null if it is longer, or if the address is not in
     * memory.
     */
    private Long value(Watchpoint watchpoint) {
        if (watchpoint.size() > Long.BYTES) {
            return null;
        }
        return CallOrigin.EXPLAINING.during(() -> {
            long physical = own.counter().data(own.vcpu(), watchpoint.address());
            byte[] bytes =
                    physical == ProgramCounter.NOWHERE ? null : made.slots().read(physical, (int) watchpoint.size());
            if (bytes == null || bytes.length < watchpoint.size()) {
                return null;
            }
            long value = 0;
            boolean little = own.vcpu().kernel().abi().order() == ByteOrder.LITTLE_ENDIAN;
            for (int i = 0; i < bytes.length; i++) {
                value = value << Byte.SIZE | bytes[little ? bytes.length - 1 - i : i] & 0xff;
            }
            return value;
        });
    }
}
