package org.kvmsh.dsl.arch;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.kvmsh.bindings.kvm.Exit;
import org.kvmsh.bindings.kvm.Vcpu;
import org.kvmsh.dsl.config.ExitPlaces;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.StartConfig;
import org.kvmsh.dsl.config.VcpuConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.device.PhysicalMemory;
import org.kvmsh.dsl.device.RunEnds;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.GuestRange;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The vectors of {@code vectors: true} in guest memory. Each leaves the registers of the exception as they are, and
 * calls kvmsh once, by an exit.
 *
 * @param at their address
 * @param code all of them
 * @param exits the exits by which they call kvmsh
 * @param source the manual's chapter
 */
public record ExceptionVectors(long at, byte[] code, ExitPlaces exits, Reported reported, String source, Site site)
        implements Step {
    /** What a guest in a loop of exceptions needs. */
    public static final String TRY = "try: vcpu(0) { …; vectors true }: an exception ends the run with a report";

    /** Describes the exception of an exit. */
    public interface Reported {
        /** @param memory the guest's */
        RunEnds.Fault of(Vcpu vcpu, Exit exit, PhysicalMemory memory);
    }

    /**
     * The vectors of a VM's vCPUs, which all use the same ones.
     *
     * @param place finds their address
     * @return null if no vCPU asks for them
     */
    public static ExceptionVectors of(VmConfig config, Function<Site, ExceptionVectors> place, List<Step> steps) {
        ExceptionVectors vectors = null;
        for (VcpuConfig vcpu : config.vcpus()) {
            StartConfig start = vcpu.start();
            if (start != null && start.vectors() != null) {
                check(start);
                vectors = vectors == null ? place.apply(start.site()) : vectors;
            }
        }
        if (vectors != null) {
            steps.add(vectors);
        }
        return vectors;
    }

    /**
     * The registers of a vCPU that starts with the MMU off.
     *
     * @param base the register with the address of the vectors
     */
    public static Map<String, Long> start(VcpuConfig vcpu, HostFacts host, ExceptionVectors vectors, String base) {
        if (vcpu.start() == null) {
            return Map.of();
        }
        long pc = Refusals.resetMode(vcpu.start(), host).address();
        return vcpu.start().vectors() == null ? Map.of("pc", pc) : Map.of("pc", pc, base, vectors.at());
    }

    /** Refuses handlers of the guest's own, to which these vectors do not lead. */
    private static void check(StartConfig start) {
        if (!start.vectors().isEmpty()) {
            throw new ScriptError(
                    start.site(),
                    "vectors: must be true on this board; handlers keyed by vector need an x86 board",
                    "handle the exception after the run: m.run until: exception; m.vcpu(0).exception");
        }
    }

    @Override
    public String text() {
        return "exception vectors, " + Bits64.size(code.length) + " at " + Bits64.hex(at);
    }

    @Override
    public String why() {
        return "vectors: each exception ends the run with its report (" + source + ")";
    }

    @Override
    public List<GuestRange> ranges() {
        return List.of(new GuestRange(at, code.length, "exception vectors", true));
    }

    @Override
    public List<HandlerConfig> handlers(PhysicalMemory memory) {
        return Stream.concat(
                        Stream.of(
                                new HandlerConfig(exits, exit -> reported.of((Vcpu) exit.owner(), exit, memory), site)),
                        NullPointer.handlers(memory, site).stream())
                .toList();
    }

    @Override
    public void perform(Bringup machine) {
        machine.write(at, code);
    }
}
