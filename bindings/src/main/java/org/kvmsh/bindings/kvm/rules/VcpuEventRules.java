package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;

/**
 * KVM_SET_VCPU_EVENTS of x86: exceptions, and the flags that a capability of the VM allows. Sources: api.rst 4.32;
 * arch/x86/kvm/x86.c, kvm_vcpu_ioctl_x86_set_vcpu_events.
 */
final class VcpuEventRules {
    private static final String DOCUMENT = "api.rst 4.32";
    private static final String PAYLOAD = "KVM_VCPUEVENT_VALID_PAYLOAD";
    private static final int LAST_EXCEPTION = 31;
    private static final int NMI = 2;

    static final List<Rule> RULES = Stream.of(
                    needs(PAYLOAD, "KVM_CAP_EXCEPTION_PAYLOAD"),
                    Rule.of(
                            EINVAL,
                            "exception.nr is above " + LAST_EXCEPTION + ", or is 2 (NMI)",
                            "arch/x86/kvm/x86.c:kvm_vcpu_ioctl_x86_set_vcpu_events",
                            VcpuEventRules::exception),
                    needs("KVM_VCPUEVENT_VALID_TRIPLE_FAULT", "KVM_CAP_X86_TRIPLE_FAULT_EVENT"))
            .map(rule -> rule.on("KVM_SET_VCPU_EVENTS").in(Arch.X86_64))
            .toList();

    private VcpuEventRules() {}

    private static Rule needs(String flag, String capability) {
        return Rule.of(EINVAL, "flags has " + flag + ", but " + capability + " is not enabled", DOCUMENT, request -> {
            if (!request.flagged(request.field("flags"), flag)) {
                return Finding.KEPT;
            }
            return request.vm() == null
                    ? Finding.UNKNOWN
                    : request.vm().enabled(request.asked().bits(capability)) == 0
                            ? Finding.broken(
                                    flag + " in flags needs " + capability + ", which is not enabled on this VM")
                            : Finding.KEPT;
        });
    }

    /** An exception is pending only with a payload. */
    private static Finding exception(Request request) {
        long number = request.field("exception.nr");
        boolean has = request.field("exception.injected") != 0
                || request.flagged(request.field("flags"), PAYLOAD) && request.field("exception.pending") != 0;
        return has && (number > LAST_EXCEPTION || number == NMI)
                ? Finding.broken("exception.nr is " + number
                        + (number == NMI ? " (NMI): use the nmi fields" : "; it must not be above " + LAST_EXCEPTION))
                : Finding.KEPT;
    }
}
