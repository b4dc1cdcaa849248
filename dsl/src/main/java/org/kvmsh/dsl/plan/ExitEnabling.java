package org.kvmsh.dsl.plan;

import java.util.List;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.arch.Architecture;
import org.kvmsh.dsl.config.AnswerConfig;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.ReadyDeviceConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The requests to KVM without which the exits of a script's handlers do not come at all; a handler whose exit cannot
 * come is refused.
 */
final class ExitEnabling {
    private ExitEnabling() {}

    /** Before the first vCPU. */
    static void ofVm(VmConfig config, HostFacts host, List<Step> steps) {
        List<HandlerConfig> calls = of(KeyedExit.UCALL, config);
        if (!calls.isEmpty() && config.guest() == null) {
            throw new ScriptError(
                    calls.get(0).site(),
                    "on(ucall:) would never be called: it handles sync(…) calls from a guest in C, and this"
                            + " VM has no guest in C",
                    "try: guest { c 'int main(void) { return sync(1); }' }");
        }
        config.handlers()
                .forEach(handler -> check(handler.kind(), "on(" + handler.kind().key() + ":)", handler.site(), host));
        for (AnswerConfig answer : config.answers()) {
            check(
                    answer.places().kind(),
                    (answer.console() ? "console " : "answer ")
                            + answer.places().kind().key() + ":",
                    answer.site(),
                    host);
        }
        for (ReadyDeviceConfig device : config.ready()) {
            check(device.kind(), device.model().word() + " " + device.kind().key() + ":", device.site(), host);
        }
        Architecture.of(host.abi()).planning().enableExits(config.handlers(), host, steps);
    }

    /**
     * After all vCPUs are created.
     *
     * @param made the steps that create the VM
     */
    static void ofVcpus(VmConfig config, List<Step> made, HostFacts host, List<Step> steps) {
        List<HandlerConfig> handlers = of(KeyedExit.DEBUG, config);
        if (!handlers.isEmpty()) {
            long vmType = made.stream()
                    .filter(CreateVm.class::isInstance)
                    .mapToLong(step -> ((CreateVm) step).type())
                    .findFirst()
                    .orElse(0);
            config.vcpus().forEach(vcpu -> DebugVcpu.lower(vcpu.id(), handlers, vmType, host, steps));
        }
    }

    private static List<HandlerConfig> of(KeyedExit kind, VmConfig config) {
        return config.handlers().stream()
                .filter(handler -> handler.kind() == kind)
                .toList();
    }

    private static void check(KeyedExit kind, String what, Site site, HostFacts host) {
        Refusals.needs(what, kind.architectures(), host, site);
        Architecture.of(host.abi()).planning().checkExit(kind, what, site, host);
    }
}
