package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;

/** KVM_SET_GSI_ROUTING. Sources: api.rst 4.52; virt/kvm/kvm_main.c and irqchip.c, kvm_set_irq_routing. */
final class RoutingRules {
    /** KVM_MAX_IRQ_ROUTES, which no header of user space has. */
    private static final int MOST = 4096;

    static final List<Rule> RULES = Stream.of(
                    Rule.of(
                                    EINVAL,
                                    "the VM has no in-kernel interrupt controller",
                                    "arch/x86/kvm/irq_comm.c",
                                    request -> !request.vm().hasIrqchip()
                                                    && !request.vm().hasSplitIrqchip()
                                            ? Finding.broken(
                                                    "KVM_SET_GSI_ROUTING needs an in-kernel interrupt controller, but"
                                                            + " this VM has none")
                                            : Finding.KEPT)
                            .in(Arch.X86_64),
                    Rule.of(
                                    EINVAL,
                                    "the VM has no in-kernel interrupt controller",
                                    "arch/riscv/kvm/vm.c:kvm_arch_can_set_irq_routing",
                                    request -> request.vm()
                                                    .devices()
                                                    .contains(request.asked().bits("KVM_DEV_TYPE_RISCV_AIA"))
                                            ? Finding.KEPT
                                            : Finding.broken("KVM_SET_GSI_ROUTING needs a KVM_DEV_TYPE_RISCV_AIA"
                                                    + " device, but this VM has none"))
                            .in(Arch.RISCV64),
                    Rule.of(
                                    EINVAL,
                                    "nr is above " + MOST,
                                    "virt/kvm/kvm_main.c",
                                    request -> request.field("nr") > MOST
                                            ? Finding.broken(
                                                    "nr is " + request.field("nr") + "; the maximum is " + MOST)
                                            : Finding.KEPT)
                            .in(Arch.X86_64, Arch.ARM64, Arch.RISCV64),
                    Rule.of(
                                    EINVAL,
                                    "the gsi of an entry is not less than " + MOST,
                                    "virt/kvm/irqchip.c",
                                    RoutingRules::gsi)
                            .in(Arch.X86_64, Arch.ARM64, Arch.RISCV64))
            .map(rule -> rule.on("KVM_SET_GSI_ROUTING"))
            .toList();

    private RoutingRules() {}

    private static Finding gsi(Request request) {
        for (int i = 0; i < Math.min(request.field("nr"), request.asked().elements("entries")); i++) {
            long gsi = request.field("entries[" + i + "].gsi");
            if (gsi >= MOST) {
                return Finding.broken("entries[" + i + "].gsi is " + gsi + "; it must be less than " + MOST);
            }
        }
        return Finding.KEPT;
    }
}
