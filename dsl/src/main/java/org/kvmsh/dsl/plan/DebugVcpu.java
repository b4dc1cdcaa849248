package org.kvmsh.dsl.plan;

import java.util.List;
import org.kvmsh.dsl.debug.Breakpoints;
import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.HandlerSpec;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;

/**
 * KVM_SET_GUEST_DEBUG of a vCPU for the handlers of instructions: a breakpoint for one address, steps where a range is asked for.
 *
 * @param addresses breakpoints of one instruction each
 * @param step      whether every instruction is an exit
 * @param hardware  whether the processor watches for the addresses, and not an instruction in guest memory
 */
record DebugVcpu(int id, List<Long> addresses, boolean step, boolean hardware, Site site) implements Step {
    static void lower(int id, List<HandlerSpec> handlers, HostFacts host, List<Step> steps) {
        Site site = handlers.get(0).site();
        ExitEnabling.needs("on(debug:)", "KVM_CAP_SET_GUEST_DEBUG", site, host);
        Breakpoints kind = Breakpoints.of(host.abi());
        int most = kind.inHardware(kind.countedBy() == null ? 0 : host.capability(kind.countedBy()));
        List<Long> addresses = handlers.stream().filter(handler -> handler.first() == handler.last()).map(HandlerSpec::first).toList();
        if (most > 0 && addresses.size() > most) {
            throw new ScriptError(handlers.get(most).site(), "this board, " + host.boardName() + ", watches for " + most + " breakpoints, and this is one more",
                    "try a range, which is stepped through: on(debug: " + Bits64.hex(addresses.get(0)) + ".." + Bits64.hex(addresses.get(addresses.size() - 1)) + ") { }");
        }
        if (addresses.size() < handlers.size() && kind.stepping() != null) {
            ExitEnabling.needs("on(debug:) of a range, which is stepped through,", kind.stepping(), site, host);
        }
        steps.add(new DebugVcpu(id, addresses, addresses.size() < handlers.size(), most > 0, site));
    }

    @Override public String text() {
        return "KVM_SET_GUEST_DEBUG of vCPU " + id + ": " + (addresses.isEmpty() ? "" : "breakpoints at " + String.join(", ", addresses.stream().map(Bits64::hex).toList()))
                + (step ? (addresses.isEmpty() ? "" : ", and ") + "every instruction a step" : "");
    }

    @Override public String why() {
        return "on(debug:): the guest leaves KVM_RUN there " + (hardware || addresses.isEmpty() ? "" : "by an instruction that is in its memory while it runs ") + "(api.rst 4.87)";
    }

    @Override public List<String> capabilities() {
        return List.of("KVM_CAP_SET_GUEST_DEBUG");
    }

    @Override public void perform(Bringup machine) {
        Breakpoints.set(machine.vcpus().get(id), Breakpoints.of(machine.kernel().abi()), step, hardware ? addresses : List.of(), !hardware && !addresses.isEmpty());
    }
}
