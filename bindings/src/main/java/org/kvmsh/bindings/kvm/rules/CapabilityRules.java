package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.stream.Stream;

/**
 * KVM_ENABLE_CAP of any capability. Sources: api.rst 4.37; kvm_vm_ioctl_enable_cap and kvm_vcpu_ioctl_enable_cap of
 * each architecture.
 */
final class CapabilityRules {
    private static final String DOCUMENT = "api.rst 4.37";

    static final List<Rule> RULES = Stream.of(
                    Rule.of(
                            EINVAL,
                            "flags is not 0",
                            DOCUMENT,
                            request -> request.field("flags") != 0
                                            // The only capabilities whose flags no kernel checks (virt/kvm/kvm_main.c,
                                            // kvm_vm_ioctl_enable_cap_generic).
                                            && !DirtyLogCapabilityRules.isOfRings(request)
                                    ? Finding.broken("flags is " + NumbersInWords.hex(request.field("flags"))
                                            + ", but must be 0")
                                    : Finding.KEPT),
                    Rule.of(
                            EINVAL,
                            "cap is not a known capability",
                            DOCUMENT,
                            request ->
                                    !request.asked().abi().constants("KVM_CAP_").containsValue(request.field("cap"))
                                            ? Finding.broken("cap " + request.field("cap")
                                                    + " is not a capability in the headers")
                                            : Finding.KEPT),
                    Rule.of(
                                    EINVAL,
                                    "args[0] of KVM_CAP_HALT_POLL does not fit in 32 bits",
                                    "virt/kvm/kvm_main.c:kvm_vm_ioctl_enable_cap_generic",
                                    request -> request.facts().capability("KVM_CAP_HALT_POLL") != 0
                                                    && request.field("args[0]") >>> Integer.SIZE != 0
                                            ? Finding.broken("args[0] (nanoseconds) is "
                                                    + NumbersInWords.hex(request.field("args[0]"))
                                                    + ", which does not fit in 32 bits")
                                            : Finding.KEPT)
                            .about("on=vm cap=KVM_CAP_HALT_POLL"))
            .map(rule -> rule.on("KVM_ENABLE_CAP"))
            .toList();

    private CapabilityRules() {}

    /** Whether a capability is enabled. */
    static boolean isOf(Request request, String name) {
        return request.asked().abi().hasConstant(name) && request.field("cap") == request.constant(name);
    }
}
