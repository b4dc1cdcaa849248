package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import org.kvmsh.bindings.abi.Arch;

/** KVM_SET_TSS_ADDR. Sources: api.rst 4.36; arch/x86/kvm/x86.c, kvm_vm_ioctl_set_tss_addr. */
final class TssRules {
    private static final long HIGHEST = (1L << 32) - 3 * 0x1000;

    static final List<Rule> RULES = List.of(Rule.of(
                    EINVAL,
                    "the three pages reach beyond 4 GiB",
                    "api.rst 4.36",
                    request -> Long.compareUnsigned(request.value(), HIGHEST) > 0
                            ? Finding.broken(
                                    "three pages from " + NumbersInWords.hex(request.value()) + " reach beyond 4 GiB")
                            : Finding.KEPT)
            .on("KVM_SET_TSS_ADDR")
            .in(Arch.X86_64));

    private TssRules() {}
}
