package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;

/** The ioctls that take no argument, and refuse one. Source: virt/kvm/kvm_main.c. */
final class NoArgumentRules {
    static final List<Rule> RULES = List.of(
            none("KVM_RUN", "KVM_RUN takes none", "virt/kvm/kvm_main.c:kvm_vcpu_ioctl"),
            none("KVM_GET_API_VERSION", "the call takes none", "api.rst 4.1"),
            none("KVM_GET_VCPU_MMAP_SIZE", "the call takes none", "virt/kvm/kvm_main.c:kvm_dev_ioctl"));

    private NoArgumentRules() {}

    private static Rule none(String call, String text, String source) {
        return Rule.of(EINVAL, "the argument is not 0: " + text, source, NoArgumentRules::argument)
                .on(call);
    }

    private static Finding argument(Request request) {
        return request.value() != 0
                ? Finding.broken("the argument is " + NumbersInWords.hex(request.value()) + ", but " + request.call()
                        + " takes none")
                : Finding.KEPT;
    }
}
