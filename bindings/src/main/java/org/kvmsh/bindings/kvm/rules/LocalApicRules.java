package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;
import static org.kvmsh.bindings.kernel.Errno.ENXIO;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;

/**
 * Calls on the parts of x86's interrupt controller: the PICs and the IOAPIC, which only KVM_CREATE_IRQCHIP creates, and
 * the local APICs, which a split irqchip has too. Sources: api.rst 4.16, 4.26, 4.27, 4.57, 4.58; arch/x86/kvm/x86.c.
 */
final class LocalApicRules {
    private static final String X86 = "arch/x86/kvm/x86.c:kvm_arch_vcpu_ioctl";
    private static final String HAS_PICS = "the VM has in-kernel PICs: inject interrupts with KVM_IRQ_LINE";
    private static final String NO_APIC =
            "the vCPU has no in-kernel local APIC: call KVM_CREATE_IRQCHIP before creating the vCPU";
    /** KVM_IRQCHIP_IOAPIC. */
    private static final int LAST_CHIP = 2;

    static final List<Rule> RULES = Stream.of(
                    chips("KVM_GET_IRQCHIP", "api.rst 4.26"),
                    chips("KVM_SET_IRQCHIP", "api.rst 4.27"),
                    Stream.of(
                            Rule.of(
                                            ENXIO,
                                            HAS_PICS,
                                            "api.rst 4.16",
                                            request -> request.vm() == null
                                                    ? Finding.UNKNOWN
                                                    : request.vm().hasIrqchip()
                                                            ? Finding.broken(HAS_PICS)
                                                            : Finding.KEPT)
                                    .on("KVM_INTERRUPT"),
                            apic("KVM_GET_LAPIC", "api.rst 4.57"),
                            apic("KVM_SET_LAPIC", "api.rst 4.58"),
                            apic("KVM_SET_VAPIC_ADDR", X86)))
            .flatMap(rules -> rules)
            .map(rule -> rule.in(Arch.X86_64))
            .toList();

    private LocalApicRules() {}

    private static Stream<Rule> chips(String call, String source) {
        String none = "the VM has no in-kernel PICs or IOAPIC: call KVM_CREATE_IRQCHIP first";
        return Stream.of(
                Rule.of(ENXIO, none, source, request -> request.vm().hasIrqchip() ? Finding.KEPT : Finding.broken(none))
                        .on(call),
                Rule.of(
                                EINVAL,
                                "chip_id must be 0 or 1 (the PICs) or 2 (the IOAPIC)",
                                source,
                                request -> request.vm().hasIrqchip() && request.field("chip_id") > LAST_CHIP
                                        ? Finding.broken("chip_id is " + request.field("chip_id")
                                                + "; it must be 0 or 1 (the PICs) or 2 (the IOAPIC)")
                                        : Finding.KEPT)
                        .on(call));
    }

    private static Rule apic(String call, String source) {
        return Rule.of(
                        EINVAL,
                        NO_APIC,
                        source,
                        request -> request.vm() == null
                                ? Finding.UNKNOWN
                                : request.vm().hasIrqchip() || request.vm().hasSplitIrqchip()
                                        ? Finding.KEPT
                                        : Finding.broken(NO_APIC))
                .on(call);
    }
}
