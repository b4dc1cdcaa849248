package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.stream.Stream;

/** The ioctls that take no argument, and refuse one. Source: virt/kvm/kvm_main.c. */
final class NoArgumentRules {
    static final List<Rule> RULES = Stream.of(
                    Rule.of(
                                    EINVAL,
                                    "the argument is not 0: KVM_RUN takes none",
                                    "virt/kvm/kvm_main.c:kvm_vcpu_ioctl",
                                    NoArgumentRules::argument)
                            .on("KVM_RUN"),
                    Rule.of(
                                    EINVAL,
                                    "the argument is not 0: the call takes none",
                                    "api.rst 4.1",
                                    NoArgumentRules::argument)
                            .on("KVM_GET_API_VERSION"),
                    Rule.of(
                                    EINVAL,
                                    "the argument is not 0: the call takes none",
                                    "virt/kvm/kvm_main.c:kvm_dev_ioctl",
                                    NoArgumentRules::argument)
                            .on("KVM_GET_VCPU_MMAP_SIZE"))
            .toList();

    private NoArgumentRules() {}

    private static Finding argument(Request request) {
        return Finding.brokenIf(
                request.value() != 0,
                () -> "the argument is " + NumbersInWords.hex(request.value()) + ", but " + request.call()
                        + " takes none");
    }
}
