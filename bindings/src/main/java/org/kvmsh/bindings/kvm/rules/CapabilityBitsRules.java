package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;

/**
 * The bits that the capabilities of x86 take in args[0] of KVM_ENABLE_CAP, and KVM_X86_SETUP_MCE. Sources: api.rst
 * 4.105 and 7; arch/x86/kvm/x86.c, kvm_vm_ioctl_enable_cap and kvm_vcpu_ioctl_x86_setup_mce.
 */
final class CapabilityBitsRules {
    private static final String CODE = "arch/x86/kvm/x86.c:kvm_vm_ioctl_enable_cap";
    private static final String SETUP_MCE = "KVM_X86_SETUP_MCE";
    private static final String SOME_EXITS = "api.rst 7.13 KVM_CAP_X86_DISABLE_EXITS";
    private static final int BANKS = 0xff;

    static final List<Rule> RULES = Stream.of(
                    reported("KVM_CAP_EXIT_HYPERCALL"),
                    reported("KVM_CAP_DISABLE_QUIRKS2"),
                    of(
                            "KVM_CAP_X2APIC_API",
                            "args[0] has a feature that is not one of KVM_X2APIC_API_*, or mutually exclusive features",
                            "api.rst 7.7 KVM_CAP_X2APIC_API",
                            request -> {
                                Finding bits = outside(request, "KVM_CAP_X2APIC_API");
                                return bits.isBroken()
                                        ? bits
                                        : both(
                                                request,
                                                "KVM_X2APIC_ENABLE_SUPPRESS_EOI_BROADCAST",
                                                "KVM_X2APIC_DISABLE_SUPPRESS_EOI_BROADCAST");
                            }),
                    of(
                            "KVM_CAP_X86_DISABLE_EXITS",
                            "args[0] has a bit that KVM_CHECK_EXTENSION does not report for this capability",
                            SOME_EXITS,
                            CapabilityBitsRules::disabled),
                    of(
                                    "KVM_CAP_X86_DISABLE_EXITS",
                                    "the VM already has a vCPU",
                                    SOME_EXITS,
                                    request -> request.vm().vcpus().isEmpty()
                                            ? Finding.KEPT
                                            : Finding.broken("KVM_CAP_X86_DISABLE_EXITS must be enabled before any vCPU"
                                                    + " is created; this VM already has "
                                                    + IrqchipRules.vcpus(request.vm())))
                            // Linux 6.1 takes it.
                            .since(6, 18),
                    of(
                            "KVM_CAP_X86_BUS_LOCK_EXIT",
                            "args[0] sets a bit that is not one of KVM_BUS_LOCK_DETECTION_*, or sets both _OFF"
                                    + " and _EXIT",
                            "api.rst 7.22 KVM_CAP_X86_BUS_LOCK_EXIT",
                            request -> {
                                Finding bits = unnamed(request, "KVM_BUS_LOCK_DETECTION_");
                                return bits.isBroken()
                                        ? bits
                                        : both(request, "KVM_BUS_LOCK_DETECTION_OFF", "KVM_BUS_LOCK_DETECTION_EXIT");
                            }),
                    of(
                                    "KVM_CAP_X86_USER_SPACE_MSR",
                                    "args[0] has a bit that is not one of KVM_MSR_EXIT_REASON_*",
                                    CODE,
                                    request -> unnamed(request, "KVM_MSR_EXIT_REASON_"))
                            .since(6, 1),
                    of(
                            "KVM_CAP_EXIT_ON_EMULATION_FAILURE",
                            "args[0] is neither 0 nor 1",
                            CODE,
                            request -> (request.field("args[0]") & ~1) == 0
                                    ? Finding.KEPT
                                    : Finding.broken("args[0] is " + NumbersInWords.hex(request.field("args[0]"))
                                            + "; KVM_CAP_EXIT_ON_EMULATION_FAILURE takes 0 or 1")),
                    Rule.of(EINVAL, "the number of banks is 0 or above 32", "api.rst 4.105", CapabilityBitsRules::banks)
                            .on(SETUP_MCE))
            .map(rule -> rule.in(Arch.X86_64))
            .toList();

    private CapabilityBitsRules() {}

    /** A rule of a capability that the board has. */
    private static Rule of(String capability, String text, String source, Check check) {
        return Rule.of(EINVAL, text, source, check)
                .about("on=vm cap=" + capability)
                .on("KVM_ENABLE_CAP");
    }

    /** A capability whose value has the bits that it takes. */
    private static Rule reported(String capability) {
        return of(
                capability,
                "args[0] has a bit that is not in the value of " + capability,
                CODE,
                request -> outside(request, capability));
    }

    private static Finding outside(Request request, String capability) {
        long reported = Integer.toUnsignedLong(request.facts().capability(capability));
        long more = request.field("args[0]") & ~reported;
        return reported == 0 || more == 0
                ? Finding.KEPT
                : Finding.broken("args[0] has " + NumbersInWords.hex(more) + ", which is not in " + capability + " ("
                        + NumbersInWords.hex(reported) + ")");
    }

    private static Finding unnamed(Request request, String names) {
        long more = request.field("args[0]") & ~named(request, names);
        return more == 0
                ? Finding.KEPT
                : Finding.broken("args[0] has " + NumbersInWords.hex(more) + ", which is not one of " + names + "*");
    }

    private static long named(Request request, String names) {
        return request.asked().abi().constants(names).values().stream().reduce(0L, (some, bits) -> some | bits);
    }

    private static Finding both(Request request, String one, String other) {
        long asked = request.field("args[0]");
        return request.flagged(asked, one) && request.flagged(asked, other)
                ? Finding.broken("args[0] has both " + one + " and " + other)
                : Finding.KEPT;
    }

    /** Older kernels take each exit that they know, also one that they do not report (Linux 6.1). */
    private static Finding disabled(Request request) {
        Finding bits = outside(request, "KVM_CAP_X86_DISABLE_EXITS");
        return bits.isBroken() && (request.field("args[0]") & ~named(request, "KVM_X86_DISABLE_EXITS_")) == 0
                ? Finding.UNKNOWN
                : bits;
    }

    private static Finding banks(Request request) {
        if (request.asked().struct() == null) {
            return Finding.UNKNOWN;
        }
        long banks = request.field("value") & BANKS;
        int most = request.facts().capability("KVM_CAP_MCE");
        return banks != 0 && (most == 0 || banks <= most)
                ? Finding.KEPT
                : Finding.broken(
                        banks == 0
                                ? "the number of banks, bits 0 to 7 of the value, is 0"
                                : banks + " banks are above KVM_CAP_MCE (" + most + ")");
    }
}
