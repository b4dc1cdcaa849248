package org.kvmsh.dsl.plan;

import java.util.List;
import org.kvmsh.bindings.debug.Breakpoints;
import org.kvmsh.bindings.debug.GuestDebugging;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.plan.DebugMeans.Means;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * KVM_SET_GUEST_DEBUG of a vCPU for handlers of instructions: a breakpoint for one address, steps for a range.
 *
 * @param addresses breakpoints of one instruction each
 * @param stepsAll whether there are handlers for more than one instruction, so that each instruction is a step
 * @param means the implementation of breakpoints
 * @param note a note for readers; may be empty
 */
record DebugVcpu(int id, List<Long> addresses, boolean stepsAll, Means means, String note, Site site) implements Step {
    static void lower(int id, List<HandlerConfig> handlers, long vmType, HostFacts host, List<Step> steps) {
        Site site = handlers.get(0).site();
        Refusals.neverCalled("on(debug:)", "KVM_CAP_SET_GUEST_DEBUG", site, host);
        DebugMeans debug = new DebugMeans(host, vmType);
        List<HandlerConfig> breakpoints =
                handlers.stream().filter(handler -> handler.places().isOne()).toList();
        List<Long> addresses = breakpoints.stream().map(HandlerConfig::first).toList();
        if (breakpoints.size() < handlers.size()) {
            debug.checkSteps(
                    "on(debug:) of a range",
                    handlers.stream()
                            .filter(handler -> !handler.places().isOne())
                            .findFirst()
                            .orElseThrow()
                            .site());
        }
        Means means = breakpoints.isEmpty()
                ? Means.STEPS
                : debug.breakpoint(false, "on(debug:)", breakpoints.get(0).site());
        int most = debug.inHardware();
        if (means == Means.PROCESSOR && addresses.size() > most) {
            throw new ScriptError(
                    breakpoints.get(most).site(),
                    "this is hardware breakpoint " + (most + 1) + "; board " + host.boardName() + " has only " + most,
                    "try a range, which kvmsh single-steps through: on(debug: " + Bits64.hex(addresses.get(0)) + ".."
                            + Bits64.hex(addresses.get(addresses.size() - 1)) + ") { }");
        }
        steps.add(new DebugVcpu(
                id,
                addresses,
                breakpoints.size() < handlers.size(),
                means,
                note(
                        breakpoints.isEmpty() ? "" : debug.note(false, means),
                        breakpoints.size() < handlers.size() ? debug.noteOfSteps() : ""),
                site));
    }

    private static String note(String ofBreakpoints, String ofSteps) {
        return ofSteps.isEmpty()
                ? ofBreakpoints
                : (ofBreakpoints.isEmpty() ? "" : ofBreakpoints + "; ") + "steps " + ofSteps;
    }

    @Override
    public String text() {
        return "KVM_SET_GUEST_DEBUG of vCPU " + id + ": "
                + (addresses.isEmpty()
                        ? ""
                        : "breakpoints at "
                                + String.join(
                                        ", ",
                                        addresses.stream().map(Bits64::hex).toList()))
                + (addresses.isEmpty() || means != Means.STEPS ? "" : " by single steps")
                + (stepsAll ? (addresses.isEmpty() ? "" : ", and ") + "single-stepping of every instruction" : "");
    }

    @Override
    public String why() {
        return "on(debug:): the guest exits at these instructions "
                + (means == Means.INSTRUCTION
                        ? "by a breakpoint instruction patched into guest memory during the run "
                        : "")
                + "(api.rst 4.87)"
                + (note.isEmpty() ? "" : "; " + note);
    }

    @Override
    public String warning() {
        return means == Means.STEPS && !note.isEmpty() ? "breakpoints " + note : "";
    }

    @Override
    public List<String> capabilities() {
        return List.of("KVM_CAP_SET_GUEST_DEBUG");
    }

    @Override
    public void perform(Bringup machine) {
        boolean step = stepsAll || means == Means.STEPS;
        Breakpoints.set(
                machine.vcpus().get(id),
                GuestDebugging.breakpoints(machine.kernel().abi()),
                step,
                means == Means.PROCESSOR ? addresses : List.of(),
                List.of(),
                means == Means.INSTRUCTION && !addresses.isEmpty());
    }
}
