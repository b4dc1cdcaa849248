package org.kvmsh.dsl.plan;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.spec.VgicSpec;
import org.kvmsh.dsl.spec.VmSpec;

/** The interrupt controller of an ARM guest and where the guest finds it. Source: [PATCH v3 01/13]. */
final class ArmVgic implements Lowering {
    @Override public void lower(VmSpec spec, HostFacts host, List<Step> steps) {
        VgicSpec vgic = spec.vgic();
        if (vgic == null) {
            return;
        }
        Abi abi = host.abi();
        Refusals.needs("vgic", "arm", host.arch().isArm() || abi.hasIoctl("KVM_SET_DEVICE_ADDRESS"), host, vgic.site());
        Refusals.needsIoctl("vgic", "KVM_SET_DEVICE_ADDRESS", host, vgic.site());
        steps.add(new CreateIrqchip(vgic.site()));
        long device = abi.constant("KVM_ARM_DEVICE_VGIC_V2") << abi.constant("KVM_DEVICE_ID_SHIFT");
        if (vgic.dist() != null) {
            steps.add(new SetDeviceAddress("distributor", device | abi.constant("KVM_VGIC_V2_ADDR_TYPE_DIST"), vgic.dist(), vgic.site()));
        }
        if (vgic.cpu() != null) {
            steps.add(new SetDeviceAddress("CPU interface", device | abi.constant("KVM_VGIC_V2_ADDR_TYPE_CPU"), vgic.cpu(), vgic.site()));
        }
    }

    private record CreateIrqchip(Site site) implements Step {
        @Override public String text() {
            return "KVM_CREATE_IRQCHIP";
        }

        @Override public void perform(Bringup machine) {
            machine.vm().ioctl("KVM_CREATE_IRQCHIP", 0).get();
        }
    }

    private record SetDeviceAddress(String part, long id, long address, Site site) implements Step {
        @Override public String text() {
            return "KVM_SET_DEVICE_ADDRESS of the VGIC's " + part + " to " + Bits64.hex(address);
        }

        @Override public void perform(Bringup machine) {
            try (Argument argument = Argument.of(machine.kernel(), "kvm_device_address")) {
                argument.set("id", id).set("addr", address);
                machine.vm().ioctl("KVM_SET_DEVICE_ADDRESS", argument).get();
            }
        }
    }
}
