package org.kvmsh.bindings.kvm.rules;

import static org.kvmsh.bindings.kernel.Errno.EINVAL;

import java.util.List;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.state.CreatedDevice;

/** States that make every later KVM_RUN of an arm64 VM fail: the address of a VGIC's window is set once. */
final class VgicDeadEnds {
    static final List<Rule> RULES = List.of(Rule.of(
                    EINVAL,
                    "the windows of the interrupt controller overlap",
                    "arch/arm64/kvm/vgic/vgic-v2.c, vgic-v3.c",
                    VgicDeadEnds::overlap)
            .on("KVM_RUN")
            .in(Arch.ARM64));

    private VgicDeadEnds() {}

    private static Finding overlap(Request request) {
        CreatedDevice vgic = VgicRules.vgic(request);
        if (vgic == null) {
            return Finding.KEPT;
        }
        VgicWindow distributor = VgicWindow.distributor(request, vgic);
        VgicWindow other = VgicWindow.ofVcpus(request, vgic);
        Long at = vgic.value(distributor.attribute());
        Long otherAt = vgic.value(other.attribute());
        return at == null || otherAt == null
                ? Finding.UNKNOWN
                : distributor.overlaps(at, other, otherAt)
                        ? Finding.broken(distributor.at(at) + ", overlaps " + other.at(otherAt))
                        : Finding.KEPT;
    }
}
