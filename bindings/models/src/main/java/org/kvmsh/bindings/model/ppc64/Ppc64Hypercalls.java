package org.kvmsh.bindings.model.ppc64;

import java.util.Set;
import org.kvmsh.bindings.abi.Hypercalls;
import org.kvmsh.bindings.kernel.NotModelled;

/**
 * The hypercalls that the kernel answers itself. Sources: book3s_hv.c, kvmppc_pseries_do_hcall; book3s_hv_rmhandlers.S,
 * hcall_real_table; book3s_pr_papr.c, kvmppc_h_pr.
 */
final class Ppc64Hypercalls {
    private static final Set<String> OF_PROBLEM_STATE = Set.of("H_ENTER", "H_REMOVE", "H_PROTECT", "H_BULK_REMOVE");
    private static final Set<String> OF_HYPERVISOR =
            Set.of("H_ENTER", "H_REMOVE", "H_READ", "H_PROTECT", "H_BULK_REMOVE", "H_SET_DABR", "H_REGISTER_VPA");
    private static final int NUMBER = 3;
    private static final int FIRST = 4;

    private final Ppc64ModelKernel kernel;
    private final Ppc64ModelVm vm;

    Ppc64Hypercalls(Ppc64ModelKernel kernel, Ppc64ModelVm vm) {
        this.kernel = kernel;
        this.vm = vm;
    }

    /** The kernel's handling of a hypercall. */
    enum Outcome {
        ANSWERED,
        WAITS,
        FOR_USER_SPACE
    }

    /** H_CEDE waits until H_PROD or an interrupt; other hypercalls that the kernel does not handle exit. */
    Outcome take(Ppc64Registers registers) {
        String name = Hypercalls.name(registers.gpr[NUMBER]);
        if ((kernel.hypervisor() ? OF_HYPERVISOR : OF_PROBLEM_STATE).contains(name)) {
            throw new NotModelled(String.format(
                    "the guest at 0x%x makes the hypercall %s, which the kernel handles but this model does not"
                            + " implement",
                    registers.pc, name));
        }
        if (name.equals("H_CEDE")) {
            registers.msr |= Ppc64Registers.MSR_EE;
            registers.gpr[NUMBER] = Hypercalls.number("H_SUCCESS");
            return Outcome.WAITS;
        }
        if (!kernel.hypervisor()) {
            return Outcome.FOR_USER_SPACE;
        }
        switch (name) {
            case "H_CONFER" -> registers.gpr[NUMBER] = Hypercalls.number("H_SUCCESS");
            case "H_PROD" -> {
                Ppc64Vcpu target = vm.vcpu(registers.gpr[FIRST]);
                registers.gpr[NUMBER] = Hypercalls.number(target == null ? "H_PARAMETER" : "H_SUCCESS");
                if (target != null) {
                    target.prod();
                }
            }
            default -> {
                return Outcome.FOR_USER_SPACE;
            }
        }
        return Outcome.ANSWERED;
    }
}
