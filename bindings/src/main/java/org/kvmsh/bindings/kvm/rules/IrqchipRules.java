package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EBUSY;
import static org.kvmsh.bindings.kernel.Errno.EEXIST;
import static org.kvmsh.bindings.kernel.Errno.EINVAL;
import static org.kvmsh.bindings.kernel.Errno.ENODEV;
import static org.kvmsh.bindings.kernel.Errno.ENOENT;
import static org.kvmsh.bindings.kernel.Errno.ENXIO;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kvm.state.VmState;

/**
 * Interrupt controllers and the PIT. Sources: api.rst 4.24, 4.25, 4.71 and 7.5; arch/x86/kvm/x86.c;
 * arch/arm64/kvm/vgic/vgic-init.c.
 */
final class IrqchipRules {
    private static final String X86 = "arch/x86/kvm/x86.c";
    private static final String VGIC = "arch/arm64/kvm/vgic/vgic-init.c";
    private static final String SPLIT = "api.rst 7.5 KVM_CAP_SPLIT_IRQCHIP";
    private static final String PIT = "api.rst 4.71";
    private static final String LINE = "api.rst 4.25 KVM_IRQ_LINE";
    /** KVM_MAX_IRQ_ROUTES, which no header of user space has. */
    private static final int MOST_PINS = 4096;

    static final List<Rule> RULES = Stream.of(created(), pit(), usesOfPit(), beforeVcpus(), splitIrqchip(), lines())
            .flatMap(List::stream)
            .toList();

    private IrqchipRules() {}

    private static List<Rule> created() {
        return Stream.of(
                        Rule.of(
                                        ENODEV,
                                        "this host does not support a GICv2 for guests: create a GICv3 with"
                                                + " KVM_CREATE_DEVICE",
                                        VGIC,
                                        request -> DeviceRules.unsupported(
                                                request, request.constant("KVM_DEV_TYPE_ARM_VGIC_V2")))
                                .in(Arch.ARM64),
                        when(EEXIST, "the VM already has an interrupt controller", "api.rst 4.24", VmState::hasIrqchip),
                        when(
                                        EEXIST,
                                        "KVM_CAP_SPLIT_IRQCHIP is enabled: it leaves the PIC and the IOAPIC to user"
                                                + " space",
                                        SPLIT,
                                        VmState::hasSplitIrqchip)
                                .in(Arch.X86_64),
                        when(
                                        EEXIST,
                                        "KVM_CREATE_DEVICE has already created the interrupt controller",
                                        VGIC,
                                        vm -> vm.vgic() != null)
                                .in(Arch.ARM64),
                        when(EBUSY, "a vCPU has already run", VGIC, VmState::hasRun)
                                .in(Arch.ARM64)
                                .asConsequence(),
                        Rule.of(EINVAL, "a vCPU already exists", X86, IrqchipRules::vcpuExists)
                                .in(Arch.X86_64))
                .map(rule -> rule.on("KVM_CREATE_IRQCHIP"))
                .toList();
    }

    /** Releases before 6.18 create a PIT without the PIC, or have ENXIO for it. */
    private static List<Rule> pit() {
        return Stream.of(
                        when(EEXIST, "the VM already has a PIT", X86, VmState::hasPit),
                        needsPic(
                                "the PIT delivers its interrupts through the PIC, which KVM_CAP_SPLIT_IRQCHIP leaves"
                                        + " to user space",
                                VmState::hasSplitIrqchip),
                        needsPic(
                                "KVM_CREATE_IRQCHIP must be called first: the PIT uses its interrupt controller",
                                vm -> !vm.hasIrqchip() && !vm.hasSplitIrqchip()))
                .map(rule -> rule.on("KVM_CREATE_PIT", "KVM_CREATE_PIT2").in(Arch.X86_64))
                .toList();
    }

    private static List<Rule> usesOfPit() {
        return List.of(when(ENXIO, "the VM has no in-kernel PIT: call KVM_CREATE_PIT2 first", X86, vm -> !vm.hasPit())
                .on("KVM_GET_PIT", "KVM_SET_PIT", "KVM_GET_PIT2", "KVM_SET_PIT2", "KVM_REINJECT_CONTROL")
                .in(Arch.X86_64));
    }

    private static List<Rule> beforeVcpus() {
        return List.of(
                Rule.of(EBUSY, "the VM already has a vCPU", "api.rst 4.41", IrqchipRules::vcpuExists)
                        .on("KVM_SET_BOOT_CPU_ID")
                        .in(Arch.X86_64),
                Rule.of(EINVAL, "the VM already has a vCPU", "api.rst 4.40", IrqchipRules::vcpuExists)
                        .on("KVM_SET_IDENTITY_MAP_ADDR")
                        .in(Arch.X86_64));
    }

    private static Rule needsPic(String text, State state) {
        return when(ENOENT, text, PIT, state).or(ENXIO).since(6, 18);
    }

    private static List<Rule> splitIrqchip() {
        return Stream.of(
                        Rule.of(
                                        EINVAL,
                                        "KVM_CAP_SPLIT_IRQCHIP reserves more than " + MOST_PINS + " IOAPIC pins",
                                        X86,
                                        split(request -> Long.compareUnsigned(request.field("args[0]"), MOST_PINS) > 0
                                                ? Finding.broken("args[0] reserves "
                                                        + Long.toUnsignedString(request.field("args[0]"))
                                                        + " IOAPIC pins; the maximum is " + MOST_PINS)
                                                : Finding.KEPT))
                                .in(Arch.X86_64),
                        Rule.of(
                                        EEXIST,
                                        "KVM_CAP_SPLIT_IRQCHIP is enabled twice, or after KVM_CREATE_IRQCHIP",
                                        SPLIT,
                                        split(request -> request.vm().hasIrqchip()
                                                ? Finding.broken(
                                                        "KVM_CREATE_IRQCHIP has already created the full in-kernel"
                                                                + " irqchip")
                                                : request.vm().hasSplitIrqchip()
                                                        ? Finding.broken("KVM_CAP_SPLIT_IRQCHIP is already enabled")
                                                        : Finding.KEPT))
                                .in(Arch.X86_64),
                        Rule.of(
                                        EEXIST,
                                        "KVM_CAP_SPLIT_IRQCHIP is enabled after the first vCPU was created",
                                        SPLIT,
                                        split(request -> !request.vm().vcpus().isEmpty()
                                                ? Finding.broken(
                                                        "KVM_CAP_SPLIT_IRQCHIP must be enabled before any vCPU is"
                                                                + " created; this VM already has "
                                                                + vcpus(request.vm()))
                                                : Finding.KEPT))
                                .in(Arch.X86_64)
                                .asConsequence())
                .map(rule -> rule.on("KVM_ENABLE_CAP"))
                .toList();
    }

    private static Check split(Check check) {
        return request -> request.isOn(FdKind.VM)
                        && request.asked().abi().hasConstant("KVM_CAP_SPLIT_IRQCHIP")
                        && request.field("cap") == request.constant("KVM_CAP_SPLIT_IRQCHIP")
                        && request.facts().capability("KVM_CAP_SPLIT_IRQCHIP") != 0
                ? check.of(request)
                : Finding.KEPT;
    }

    private static List<Rule> lines() {
        return List.of(
                Rule.of(ENXIO, "the VM has no in-kernel interrupt controller", LINE, IrqchipRules::noIrqchip)
                        .on("KVM_IRQ_LINE", "KVM_IRQ_LINE_STATUS")
                        .in(Arch.X86_64),
                Rule.of(EINVAL, "the VM has no in-kernel interrupt controller", LINE, IrqchipRules::noIrqchip)
                        .on("KVM_SIGNAL_MSI")
                        .in(Arch.X86_64),
                Rule.of(
                                EINVAL,
                                "the VM has no in-kernel interrupt controller",
                                "arch/x86/kvm/irq.c, kvm_arch_irqfd_allowed",
                                IrqchipRules::noIrqfd)
                        .on("KVM_IRQFD")
                        .in(Arch.X86_64),
                Rule.of(
                                ENXIO,
                                "the VM has no in-kernel interrupt controller",
                                LINE,
                                request -> request.vm().devices().stream()
                                                .allMatch(type ->
                                                        type == request.asked().bits("KVM_DEV_TYPE_VFIO"))
                                        ? Finding.broken(noController(request))
                                        : Finding.KEPT)
                        .on("KVM_IRQ_LINE", "KVM_IRQ_LINE_STATUS")
                        .in(Arch.PPC64),
                Rule.of(
                                ENXIO,
                                "the VM has no in-kernel interrupt controller: create an AIA",
                                "arch/riscv/kvm/vm.c:kvm_vm_ioctl_irq_line",
                                request -> request.vm()
                                                .devices()
                                                .contains(request.asked().bits("KVM_DEV_TYPE_RISCV_AIA"))
                                        ? Finding.KEPT
                                        : Finding.broken(noController(request) + ": create an AIA"))
                        .on("KVM_IRQ_LINE", "KVM_IRQ_LINE_STATUS")
                        .in(Arch.RISCV64));
    }

    /** Lines of a split irqchip are accepted too: they have the routes of KVM_SET_GSI_ROUTING. */
    private static Finding noIrqchip(Request request) {
        return !request.vm().hasIrqchip() && !request.vm().hasSplitIrqchip()
                ? Finding.broken(noController(request))
                : Finding.KEPT;
    }

    /** Taking an eventfd away needs none. */
    private static Finding noIrqfd(Request request) {
        boolean assigns = (request.field("flags") & request.constant("KVM_IRQFD_FLAG_DEASSIGN")) == 0;
        return assigns && !request.vm().hasIrqchip() && !request.vm().hasSplitIrqchip()
                ? Finding.broken(noController(request))
                : Finding.KEPT;
    }

    private static String noController(Request request) {
        return request.call() + " needs an in-kernel interrupt controller, but this VM has none";
    }

    private interface State {
        boolean of(VmState vm);
    }

    /** A rule that the VM's state alone breaks. */
    private static Rule when(Errno errno, String text, String source, State state) {
        return Rule.of(errno, text, source, request -> state.of(request.vm()) ? Finding.broken(text) : Finding.KEPT);
    }

    private static Finding vcpuExists(Request request) {
        return request.vm().vcpus().isEmpty()
                ? Finding.KEPT
                : Finding.broken(
                        "must be called before any vCPU is created; this VM already has " + vcpus(request.vm()));
    }

    static String vcpus(VmState vm) {
        return vm.vcpus().size() == 1
                ? "vCPU " + vm.vcpus().iterator().next()
                : vm.vcpus().size() + " vCPUs";
    }
}
