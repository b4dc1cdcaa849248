package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;

/** Flags that a call does not have. A flag that a patch adds to the headers is one that it has. */
final class FlagRules {
    static final List<Rule> RULES = Stream.of(
                    of("KVM_IRQFD", "virt/kvm/eventfd.c", "KVM_IRQFD_FLAG_"),
                    of("KVM_IOEVENTFD", "virt/kvm/eventfd.c", "KVM_IOEVENTFD_FLAG_"),
                    none("KVM_SET_GSI_ROUTING", "api.rst 4.52").in(Arch.X86_64, Arch.ARM64, Arch.RISCV64),
                    of("KVM_SIGNAL_MSI", "virt/kvm/irqchip.c", "KVM_MSI_VALID_").in(Arch.X86_64),
                    of("KVM_SET_CLOCK", "arch/x86/kvm/x86.c", "KVM_CLOCK_").in(Arch.X86_64),
                    of("KVM_SET_VCPU_EVENTS", "arch/x86/kvm/x86.c", "KVM_VCPUEVENT_VALID_")
                            .in(Arch.X86_64),
                    of("KVM_X86_SET_MSR_FILTER", "arch/x86/kvm/x86.c", "KVM_MSR_FILTER_DEFAULT_")
                            .in(Arch.X86_64),
                    of("KVM_SET_SREGS2", "arch/x86/kvm/x86.c", "KVM_SREGS2_FLAGS_")
                            .in(Arch.X86_64),
                    none("KVM_SET_XCRS", "api.rst 4.45").in(Arch.X86_64),
                    none("KVM_TPR_ACCESS_REPORTING", "arch/x86/kvm/x86.c:vcpu_ioctl_tpr_access_reporting")
                            .in(Arch.X86_64),
                    none("KVM_SET_DEBUGREGS", "api.rst 4.34").in(Arch.X86_64),
                    of("KVM_PPC_CONFIGURE_V3_MMU", "arch/powerpc/kvm/book3s_hv.c", "KVM_PPC_MMUV3_")
                            .in(Arch.PPC64),
                    none("KVM_CREATE_SPAPR_TCE_64", "api.rst 4.98").in(Arch.PPC64))
            .toList();

    private FlagRules() {}

    private static Rule none(String call, String source) {
        return Rule.of(
                        EINVAL,
                        "flags is not 0",
                        source,
                        request -> request.field("flags") != 0
                                ? Finding.broken(
                                        "flags is " + NumbersInWords.hex(request.field("flags")) + ", but must be 0")
                                : Finding.KEPT)
                .on(call);
    }

    /** @param prefix of the constants that are its flags */
    private static Rule of(String call, String source, String prefix) {
        return Rule.of(EINVAL, "flags has a bit that is not a " + prefix + "* flag", source, request -> {
                    Map<String, Long> known = request.asked().abi().constants(prefix);
                    long unknown = known.values().stream().reduce(request.field("flags"), (left, flag) -> left & ~flag);
                    return known.isEmpty()
                            ? Finding.UNKNOWN
                            : unknown != 0
                                    ? Finding.broken("flags has " + NumbersInWords.hex(unknown) + ", which is not a "
                                            + prefix + "* flag")
                                    : Finding.KEPT;
                })
                .on(call);
    }
}
