package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Hypercalls;

/**
 * KVM_CAP_PPC_ENABLE_HCALL. Sources: api.rst 7.1; arch/powerpc/kvm/powerpc.c, kvm_vm_ioctl_enable_cap; book3s_hv.c,
 * kvmppc_hcall_impl_hv.
 */
final class HypercallRules {
    private static final String DOCUMENT = "api.rst 7.1 KVM_CAP_PPC_ENABLE_HCALL";
    private static final int STEP = 4;
    /** H_RPT_INVALIDATE, which releases since 5.14 handle. */
    private static final long LAST = 0x448;
    /** Hypercalls handled by book3s_hv.c and by its table in real mode. */
    private static final Set<Long> HANDLED = Stream.of(
                    "H_REMOVE",
                    "H_ENTER",
                    "H_READ",
                    "H_CLEAR_MOD",
                    "H_CLEAR_REF",
                    "H_PROTECT",
                    "H_GET_TCE",
                    "H_PUT_TCE",
                    "H_SET_DABR",
                    "H_PAGE_INIT",
                    "H_LOGICAL_CI_LOAD",
                    "H_LOGICAL_CI_STORE",
                    "H_EOI",
                    "H_CPPR",
                    "H_IPI",
                    "H_IPOLL",
                    "H_XIRR",
                    "H_REGISTER_VPA",
                    "H_CEDE",
                    "H_CONFER",
                    "H_PROD",
                    "H_BULK_REMOVE",
                    "H_SET_XDABR",
                    "H_STUFF_TCE",
                    "H_PUT_TCE_INDIRECT",
                    "H_XIRR_X",
                    "H_RANDOM",
                    "H_SET_MODE")
            .map(Hypercalls::number)
            .collect(Collectors.toUnmodifiableSet());

    /** Hypercalls handled by book3s_pr_papr.c. */
    private static final Set<Long> HANDLED_BY_PR = Stream.of(
                    "H_ENTER",
                    "H_REMOVE",
                    "H_PROTECT",
                    "H_BULK_REMOVE",
                    "H_GET_TCE",
                    "H_PUT_TCE",
                    "H_PUT_TCE_INDIRECT",
                    "H_STUFF_TCE",
                    "H_CEDE",
                    "H_LOGICAL_CI_LOAD",
                    "H_LOGICAL_CI_STORE",
                    "H_XIRR",
                    "H_CPPR",
                    "H_EOI",
                    "H_IPI",
                    "H_IPOLL",
                    "H_XIRR_X")
            .map(Hypercalls::number)
            .collect(Collectors.toUnmodifiableSet());

    static final List<Rule> RULES = Stream.of(
                    Rule.of(
                            EINVAL,
                            "the hypercall's number is not a multiple of 4",
                            DOCUMENT,
                            of(request -> number(request) % STEP != 0
                                    ? Finding.broken("args[0] is hypercall " + NumbersInWords.hex(number(request))
                                            + ", which is not a multiple of 4")
                                    : Finding.KEPT)),
                    Rule.of(
                            EINVAL,
                            "args[1] of KVM_CAP_PPC_ENABLE_HCALL is neither 0 nor 1",
                            DOCUMENT,
                            of(request -> request.field("args[1]") >>> 1 != 0
                                    ? Finding.broken("args[1] is " + NumbersInWords.hex(request.field("args[1]"))
                                            + ", but must be 0 to disable the hypercall or 1 to enable it")
                                    : Finding.KEPT)),
                    Rule.of(
                                    EINVAL,
                                    "the kernel has no handler for the hypercall",
                                    "arch/powerpc/kvm/book3s_hv.c",
                                    of(HypercallRules::handled))
                            .asConsequence())
            .map(rule -> rule.on("KVM_ENABLE_CAP").in(Arch.PPC64))
            .toList();

    private HypercallRules() {}

    private static Finding handled(Request request) {
        Set<Long> handled = Ppc64VmRules.isHypervisor(request) == Boolean.FALSE ? HANDLED_BY_PR : HANDLED;
        // Some releases handle H_SET_MODE for a PR guest too.
        boolean differs = number(request) == LAST
                || handled == HANDLED_BY_PR && number(request) == Hypercalls.number("H_SET_MODE");
        return differs
                ? Finding.UNKNOWN
                : !handled.contains(number(request))
                        ? Finding.broken(
                                named(number(request)) + " has no handler in the kernel: it always causes an exit")
                        : Finding.KEPT;
    }

    private static String named(long number) {
        String name = Hypercalls.name(number);
        String hex = NumbersInWords.hex(number);
        return name.equals(hex) ? "hypercall " + hex : name + " (" + hex + ")";
    }

    private static long number(Request request) {
        return request.field("args[0]");
    }

    private static Check of(Check check) {
        return request -> request.isOn(FdKind.VM)
                        && request.asked().bits("KVM_CAP_PPC_ENABLE_HCALL") != 0
                        && request.field("cap") == request.asked().bits("KVM_CAP_PPC_ENABLE_HCALL")
                ? check.of(request)
                : Finding.KEPT;
    }
}
