package org.kvmsh.dsl.arch.ppc64;

import java.util.List;
import java.util.Set;
import org.kvmsh.bindings.abi.Hypercalls;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.plan.step.EnableCap;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.ScriptError;

/**
 * Handlers of PAPR's hypercalls: those that the kernel completes itself never leave KVM_RUN unless they are disabled.
 * Sources: api.rst 7.1; arch/powerpc/kvm/book3s_hv.c, default_hcall_list and kvmppc_pseries_do_hcall.
 */
final class CompletedHypercalls {
    static final String CAPABILITY = "KVM_CAP_PPC_ENABLE_HCALL";
    private static final String CEDE = "H_CEDE";
    /** Enabled in every VM and never passed on, whichever devices the VM has. */
    private static final Set<String> COMPLETED = Set.of(CEDE, "H_PROD", "H_CONFER", "H_REGISTER_VPA");

    private CompletedHypercalls() {}

    static void check(HandlerConfig handler, HostFacts host, List<Step> steps) {
        String name = Hypercalls.name(handler.first());
        boolean completes = handler.places().isOne() && COMPLETED.contains(name) && host.capability(CAPABILITY) != 0;
        // POWER9 and later complete H_CEDE also if it is not enabled (kvmhv_vcpu_entry_p9).
        boolean isDisabled = !name.equals(CEDE) && steps.stream().anyMatch(step -> disables(step, handler.first()));
        if (completes && !isDisabled) {
            throw new ScriptError(
                    handler.site(),
                    "on(hcall: " + name + ") would never be called: the kernel completes " + name
                            + " itself (arch/powerpc/kvm/book3s_hv.c)",
                    name.equals(CEDE) ? "" : "try: enableHcall " + name + ", on: false");
        }
    }

    private static boolean disables(Step step, long number) {
        return step instanceof EnableCap enable
                && enable.capability().equals(CAPABILITY)
                && enable.values().equals(List.of(number, 0L));
    }
}
