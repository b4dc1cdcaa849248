package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EBUSY;
import static org.kvmsh.bindings.kernel.Errno.EINVAL;
import static org.kvmsh.bindings.kernel.Errno.ENXIO;

import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.state.CreatedDevice;
import org.kvmsh.bindings.kvm.state.CreatedDevice.Attribute;

/**
 * The VGIC but for its addresses. Sources: devices/arm-vgic.rst and arm-vgic-v3.rst; arch/arm64/kvm/vgic,
 * vgic_set_common_attr, vgic_v2_map_resources and vgic_v3_map_resources; arch/arm64/kvm/arm.c, kvm_arch_vcpu_precreate
 * and kvm_vm_ioctl_irq_line.
 */
final class VgicRules {
    private static final String DEVICE = "arch/arm64/kvm/vgic/vgic-kvm-device.c";
    private static final String ARM = "arch/arm64/kvm/arm.c";
    private static final String LINE = "api.rst 4.25 KVM_IRQ_LINE";
    /**
     * include/kvm/arm_vgic.h: software-generated and private interrupts come first; the least and the most that there
     * are.
     */
    private static final int SOFTWARE = 16;

    private static final int PRIVATE = 32;
    private static final int MOST = 1023;
    /** VGIC_NR_IRQS_LEGACY, the default. */
    private static final int USUAL = 256;

    static final List<Rule> RULES = Stream.of(
                    attributes(),
                    Stream.of(
                            Rule.of(
                                            EBUSY,
                                            "the interrupt controller is already initialized, or a vCPU has run",
                                            ARM,
                                            VgicRules::complete)
                                    .on("KVM_CREATE_VCPU"),
                            Rule.of(
                                            ENXIO,
                                            "the addresses of the interrupt controller are not set",
                                            "arch/arm64/kvm/vgic/vgic-v2.c, vgic-v3.c",
                                            VgicRules::noAddress)
                                    .on("KVM_RUN")),
                    VgicDeadEnds.RULES.stream(),
                    Stream.of(Rule.of(
                                    EBUSY,
                                    "KVM_DEV_ARM_VGIC_CTRL_INIT has not been called on the GICv3",
                                    "arch/arm64/kvm/vgic/vgic-v3.c",
                                    VgicRules::isIncomplete)
                            .on("KVM_RUN")),
                    lines())
            .flatMap(rules -> rules)
            .map(rule -> rule.in(Arch.ARM64))
            .toList();

    private VgicRules() {}

    private static Finding complete(Request request) {
        String text = request.vm().hasRun()
                ? "the VM has an interrupt controller, and a vCPU has run"
                : "the interrupt controller is already initialized";
        return isComplete(request) ? Finding.broken(text) : Finding.KEPT;
    }

    private static Stream<Rule> attributes() {
        return Stream.of(
                        Rule.of(
                                EINVAL,
                                "the number of interrupts is not a multiple of " + PRIVATE + " from " + 2 * PRIVATE
                                        + " to " + (MOST - MOST % PRIVATE),
                                DEVICE,
                                count((request, count) -> count < 2 * PRIVATE || count > MOST || count % PRIVATE != 0
                                        ? Finding.broken(
                                                "the number of interrupts is " + count + "; it must be a multiple of "
                                                        + PRIVATE + " from " + 2 * PRIVATE + " to "
                                                        + (MOST - MOST % PRIVATE))
                                        : Finding.KEPT)),
                        Rule.of(
                                EBUSY,
                                "the number of interrupts is already set, or the interrupt controller is in use",
                                DEVICE,
                                count((request, count) ->
                                        request.device().has(countAttribute(request)) || isComplete(request)
                                                ? Finding.broken("the number of interrupts is already fixed")
                                                : Finding.KEPT)))
                .map(rule -> rule.on("KVM_SET_DEVICE_ATTR")
                        .about("on=KVM_DEV_TYPE_ARM_VGIC_V2|KVM_DEV_TYPE_ARM_VGIC_V3"
                                + " group=KVM_DEV_ARM_VGIC_GRP_NR_IRQS"));
    }

    private interface OfCount {
        Finding of(Request request, long count);
    }

    private static Check count(OfCount check) {
        return request -> {
            Long count =
                    !VgicWindow.isVgic(request) ? null : request.asked().pointed(request.field("addr"), Integer.BYTES);
            return count == null ? Finding.UNKNOWN : check.of(request, count);
        };
    }

    private static Attribute countAttribute(Request request) {
        return new Attribute(request.constant("KVM_DEV_ARM_VGIC_GRP_NR_IRQS"), 0);
    }

    private static Attribute init(Request request) {
        return new Attribute(
                request.constant("KVM_DEV_ARM_VGIC_GRP_CTRL"), request.constant("KVM_DEV_ARM_VGIC_CTRL_INIT"));
    }

    /** vgic_initialized: by the attribute, and of a GICv2 also by the first interrupt or KVM_RUN. */
    private static boolean isComplete(Request request) {
        CreatedDevice vgic = request.vm().vgic();
        return vgic != null
                && (vgic.has(init(request))
                        || request.vm().hasRaisedLine()
                        || request.vm().hasRun());
    }

    private static Finding noAddress(Request request) {
        CreatedDevice vgic = vgic(request);
        if (vgic == null) {
            return Finding.KEPT;
        }
        VgicWindow distributor = VgicWindow.distributor(request, vgic);
        if (!vgic.has(distributor.attribute())) {
            return Finding.broken("the address of the interrupt controller's distributor is not set");
        }
        VgicWindow other = VgicWindow.ofVcpus(request, vgic);
        // The redistributors of a GICv3 can also be set a region at a time.
        return vgic.has(other.attribute())
                ? Finding.KEPT
                : VgicWindow.isV2(request, vgic)
                        ? Finding.broken("the address of the interrupt controller's CPU interface is not set")
                        : Finding.UNKNOWN;
    }

    private static Finding isIncomplete(Request request) {
        CreatedDevice vgic = vgic(request);
        return vgic == null || VgicWindow.isV2(request, vgic)
                ? Finding.KEPT
                : !vgic.has(init(request))
                        ? Finding.broken(
                                "the GICv3 is not initialized: call KVM_DEV_ARM_VGIC_CTRL_INIT after the last vCPU is"
                                        + " created")
                        : Finding.KEPT;
    }

    /** The VM's interrupt controller; null if it has none, or if the VM is unknown. */
    static CreatedDevice vgic(Request request) {
        return request.vm() == null ? null : request.vm().vgic();
    }

    private static Stream<Rule> lines() {
        return Stream.of(
                        Rule.of(
                                EINVAL,
                                "the interrupt type is not a KVM_ARM_IRQ_TYPE_* constant",
                                LINE,
                                line(line -> !line.isOf("CPU") && !line.isOf("PPI") && !line.isOf("SPI")
                                        ? Finding.broken("irq type " + line.part("TYPE")
                                                + " is not a KVM_ARM_IRQ_TYPE_* constant")
                                        : Finding.KEPT)),
                        Rule.of(
                                ENXIO,
                                "irq selects a VGIC interrupt and the VM has no VGIC, or irq selects a vCPU's IRQ or"
                                        + " FIQ line and the VM has a VGIC",
                                LINE,
                                line(line -> line.isOf("CPU")
                                        ? line.request().vm().vgic() != null
                                                ? Finding.broken("KVM_ARM_IRQ_TYPE_CPU is for a VM without an in-kernel"
                                                        + " interrupt controller, but this VM has one")
                                                : Finding.KEPT
                                        : line.request().vm().vgic() == null
                                                ? Finding.broken(line.request().call()
                                                        + " needs an in-kernel interrupt controller, but this"
                                                        + " VM has none")
                                                : Finding.KEPT)),
                        Rule.of(
                                        EINVAL,
                                        "the vCPU does not exist",
                                        LINE,
                                        line(line -> (line.isOf("CPU") || line.isOf("PPI"))
                                                        && line.vcpu()
                                                                >= line.request()
                                                                        .vm()
                                                                        .vcpus()
                                                                        .size()
                                                        && !line.request()
                                                                .vm()
                                                                .vcpus()
                                                                .contains(line.vcpu())
                                                ? Finding.broken("irq names vCPU " + line.vcpu()
                                                        + ", which the VM does not have")
                                                : Finding.KEPT))
                                .asConsequence(),
                        Rule.of(
                                        EINVAL,
                                        "the interrupt number is out of range for its type",
                                        LINE,
                                        line(line -> !line.isPossible()
                                                ? Finding.broken("irq names interrupt " + line.part("NUM")
                                                        + ", which is out of range for its type")
                                                : Finding.KEPT))
                                .asConsequence())
                .map(rule -> rule.on("KVM_IRQ_LINE", "KVM_IRQ_LINE_STATUS"));
    }

    private interface OfLine {
        Finding of(Line line);
    }

    private static Check line(OfLine check) {
        return request -> check.of(new Line(request, request.field("irq")));
    }

    /** The parts of an interrupt's number. */
    private record Line(Request request, long irq) {
        long part(String what) {
            return irq >>> request.constant("KVM_ARM_IRQ_" + what + "_SHIFT")
                    & request.constant("KVM_ARM_IRQ_" + what + "_MASK");
        }

        boolean isOf(String type) {
            return part("TYPE") == request.constant("KVM_ARM_IRQ_TYPE_" + type);
        }

        long vcpu() {
            return part("VCPU") + part("VCPU2") * (request.constant("KVM_ARM_IRQ_VCPU_MASK") + 1);
        }

        boolean isPossible() {
            long number = part("NUM");
            return isOf("CPU")
                    ? number <= request.constant("KVM_ARM_IRQ_CPU_FIQ")
                    : isOf("PPI") ? number >= SOFTWARE && number < PRIVATE : number >= PRIVATE && number < interrupts();
        }

        private long interrupts() {
            CreatedDevice vgic = request.vm().vgic();
            Long set = vgic.value(countAttribute(request));
            // A count of 32 bits lies in the lower half of what was read.
            return set != null ? (int) (long) set : vgic.has(countAttribute(request)) ? MOST : USUAL;
        }
    }
}
