package org.kvmsh.dsl.plan;

import java.util.List;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.dsl.spec.Bits64;
import org.kvmsh.dsl.spec.MemorySpec;
import org.kvmsh.dsl.spec.ScriptError;
import org.kvmsh.dsl.spec.Site;
import org.kvmsh.dsl.spec.VgicSpec;
import org.kvmsh.dsl.spec.VmSpec;

/**
 * The interrupt controller of an ARM guest and where the guest finds it. Sources: [PATCH v3 01/13]; api.rst 4.85; devices/arm-vgic.rst
 * and arm-vgic-v3.rst.
 *
 * <p>Three interfaces, whichever the board has: KVM_SET_DEVICE_ADDRESS as it was proposed, KVM_ARM_SET_DEVICE_ADDR as it was merged,
 * and the device that followed both and that alone can be a GICv3.
 */
final class ArmVgic implements Lowering {
    private static final long V2_ALIGNMENT = 0x1000;
    /** arm-vgic-v3.rst: the distributor has 64 KiB, each vCPU's redistributor two pages of 64 KiB, and both lie at a multiple of 64 KiB. */
    private static final long V3_PAGE = 0x10000;
    /** arch/arm64/kvm/vgic/vgic-kvm-device.c, KVM_DEV_ARM_VGIC_GRP_NR_IRQS; the document allows 1024, the kernel does not. */
    private static final int IRQS_STEP = 32;
    private static final int LEAST_IRQS = 64;
    private static final int MOST_IRQS = 992;

    @Override public void lower(VmSpec spec, HostFacts host, List<Step> steps) {
        VgicSpec vgic = spec.vgic();
        if (vgic == null) {
            return;
        }
        Abi abi = host.abi();
        boolean merged = host.capability("KVM_CAP_ARM_SET_DEVICE_ADDR") != 0 || host.capability("KVM_CAP_DEVICE_CTRL") != 0;
        boolean proposal = abi.hasIoctl("KVM_SET_DEVICE_ADDRESS") && !merged;
        Refusals.needs("vgic", "arm", host.arch().isArm() || proposal, host, vgic.site());
        if (vgic.redist() != null && vgic.cpu() != null) {
            throw new ScriptError(vgic.site(), "cpu: is a GICv2's and redist: a GICv3's: an interrupt controller has one of them");
        }
        if (vgic.redist() != null) {
            v3(spec, host, steps);
        } else if (proposal) {
            steps.add(new CreateIrqchip(vgic.site()));
            setAddresses("KVM_SET_DEVICE_ADDRESS", "kvm_device_address", abi.constant("KVM_DEVICE_ID_SHIFT"), vgic, abi, steps);
        } else {
            v2(spec, host, steps);
        }
    }

    /** A GICv3 is complete only when all vCPUs are there, and is told so (arm-vgic-v3.rst, KVM_DEV_ARM_VGIC_CTRL_INIT). */
    static void afterVcpus(VmSpec spec, HostFacts host, List<Step> steps) {
        if (spec.vgic() != null && spec.vgic().redist() != null && !spec.vcpus().isEmpty()) {
            steps.add(new VgicAttribute("complete", "KVM_DEV_ARM_VGIC_GRP_CTRL", "KVM_DEV_ARM_VGIC_CTRL_INIT", 0, 0, spec.vgic().site()));
        }
    }

    private static void v2(VmSpec spec, HostFacts host, List<Step> steps) {
        VgicSpec vgic = spec.vgic();
        Abi abi = host.abi();
        check("dist:", vgic.dist(), abi.constant("KVM_VGIC_V2_DIST_SIZE"), V2_ALIGNMENT, spec);
        check("cpu:", vgic.cpu(), abi.constant("KVM_VGIC_V2_CPU_SIZE"), V2_ALIGNMENT, spec);
        checkApart(vgic, vgic.dist(), abi.constant("KVM_VGIC_V2_DIST_SIZE"), vgic.cpu(), abi.constant("KVM_VGIC_V2_CPU_SIZE"));
        if (host.capability("KVM_CAP_ARM_SET_DEVICE_ADDR") != 0 && vgic.irqs() == null) {
            steps.add(new CreateIrqchip(vgic.site()));
            setAddresses("KVM_ARM_SET_DEVICE_ADDR", "kvm_arm_device_addr", abi.constant("KVM_ARM_DEVICE_ID_SHIFT"), vgic, abi, steps);
            return;
        }
        needsDevices(vgic, host);
        steps.add(new CreateVgic("KVM_DEV_TYPE_ARM_VGIC_V2", vgic.site()));
        setIrqs(vgic, steps);
        place("distributor", "KVM_VGIC_V2_ADDR_TYPE_DIST", vgic.dist(), abi.constant("KVM_VGIC_V2_DIST_SIZE"), vgic, steps);
        place("CPU interface", "KVM_VGIC_V2_ADDR_TYPE_CPU", vgic.cpu(), abi.constant("KVM_VGIC_V2_CPU_SIZE"), vgic, steps);
    }

    private static void v3(VmSpec spec, HostFacts host, List<Step> steps) {
        VgicSpec vgic = spec.vgic();
        long redistributors = 2 * V3_PAGE * Math.max(1, spec.vcpus().size());
        check("dist:", vgic.dist(), V3_PAGE, V3_PAGE, spec);
        check("redist:", vgic.redist(), redistributors, V3_PAGE, spec);
        checkApart(vgic, vgic.dist(), V3_PAGE, vgic.redist(), redistributors);
        needsDevices(vgic, host);
        steps.add(new CreateVgic("KVM_DEV_TYPE_ARM_VGIC_V3", vgic.site()));
        setIrqs(vgic, steps);
        place("distributor", "KVM_VGIC_V3_ADDR_TYPE_DIST", vgic.dist(), V3_PAGE, vgic, steps);
        place("redistributors", "KVM_VGIC_V3_ADDR_TYPE_REDIST", vgic.redist(), redistributors, vgic, steps);
    }

    private static void needsDevices(VgicSpec vgic, HostFacts host) {
        Refusals.needsIoctl("vgic", "KVM_CREATE_DEVICE", host, vgic.site());
        if (host.capability("KVM_CAP_DEVICE_CTRL") == 0) {
            throw new ScriptError(vgic.site(), "this board, " + host.boardName() + ", has no devices of KVM's: KVM_CAP_DEVICE_CTRL is 0");
        }
    }

    private static void setIrqs(VgicSpec vgic, List<Step> steps) {
        if (vgic.irqs() != null) {
            if (vgic.irqs() < LEAST_IRQS || vgic.irqs() > MOST_IRQS || vgic.irqs() % IRQS_STEP != 0) {
                throw new ScriptError(vgic.site(), "irqs: is a multiple of " + IRQS_STEP + " from " + LEAST_IRQS + " to " + MOST_IRQS + ", and " + vgic.irqs() + " is not");
            }
            steps.add(new VgicAttribute(vgic.irqs() + " interrupts", "KVM_DEV_ARM_VGIC_GRP_NR_IRQS", null, vgic.irqs(), Integer.BYTES, vgic.site()));
        }
    }

    private static void place(String part, String type, Long at, long size, VgicSpec vgic, List<Step> steps) {
        if (at != null) {
            steps.add(new PlaceVgic(part, size, new VgicAttribute(part + " at " + Bits64.hex(at), "KVM_DEV_ARM_VGIC_GRP_ADDR", type, at, Long.BYTES, vgic.site())));
        }
    }

    /** What the kernel refuses, and guest memory in the same place, which it takes, and then the guest never reaches the controller. */
    private static void check(String name, Long at, long size, long alignment, VmSpec spec) {
        if (at == null) {
            return;
        }
        if (at % alignment != 0) {
            throw new ScriptError(spec.vgic().site(), name + " must be a multiple of " + Bits64.size(alignment) + ", and " + Bits64.hex(at) + " is not");
        }
        for (MemorySpec memory : spec.memory()) {
            if (memory.at() < at + size && at < memory.end()) {
                throw new ScriptError(spec.vgic().site(), name + " " + Bits64.hex(at) + " has " + Bits64.size(size) + ", which overlap guest memory at " + Bits64.hex(memory.at()),
                        "that memory is at " + memory.site());
            }
        }
    }

    /** The kernel takes windows that overlap, and answers EINVAL at the first KVM_RUN only (arch/arm64/kvm/vgic/vgic-v2.c, vgic_v2_check_base). */
    private static void checkApart(VgicSpec vgic, Long one, long oneSize, Long other, long otherSize) {
        if (one != null && other != null && one < other + otherSize && other < one + oneSize) {
            throw new ScriptError(vgic.site(), "the distributor, " + Bits64.hex(one) + " to " + Bits64.hex(one + oneSize - 1) + ", overlaps " + Bits64.hex(other) + " to "
                    + Bits64.hex(other + otherSize - 1), "the kernel would take both, and refuse the first KVM_RUN with EINVAL");
        }
    }

    private static void setAddresses(String ioctl, String struct, long idShift, VgicSpec vgic, Abi abi, List<Step> steps) {
        long device = abi.constant("KVM_ARM_DEVICE_VGIC_V2") << idShift;
        if (vgic.dist() != null) {
            steps.add(new SetDeviceAddress(ioctl, struct, "distributor", device | abi.constant("KVM_VGIC_V2_ADDR_TYPE_DIST"), vgic.dist(), vgic.site()));
        }
        if (vgic.cpu() != null) {
            steps.add(new SetDeviceAddress(ioctl, struct, "CPU interface", device | abi.constant("KVM_VGIC_V2_ADDR_TYPE_CPU"), vgic.cpu(), vgic.site()));
        }
    }

    private record CreateIrqchip(Site site) implements Step {
        @Override public String text() {
            return "KVM_CREATE_IRQCHIP";
        }

        @Override public String why() {
            return "the interrupt controller that the addresses are for; before the first vCPU (api.rst 4.24)";
        }

        @Override public void perform(Bringup machine) {
            machine.vm().ioctl("KVM_CREATE_IRQCHIP", 0).get();
        }
    }

    private record SetDeviceAddress(String ioctl, String struct, String part, long id, long address, Site site) implements Step {
        @Override public String text() {
            return ioctl + " of the VGIC's " + part + " to " + Bits64.hex(address);
        }

        @Override public String why() {
            return "where the guest finds the " + part + (ioctl.equals("KVM_SET_DEVICE_ADDRESS") ? " ([PATCH v3 01/13])" : " (api.rst 4.85)");
        }

        @Override public List<GuestRange> ranges() {
            return List.of(new GuestRange(address, 0, "VGIC " + part, false));
        }

        @Override public void perform(Bringup machine) {
            try (Argument argument = Argument.of(machine.kernel(), struct)) {
                argument.set("id", id).set("addr", address);
                machine.vm().ioctl(ioctl, argument).get();
            }
        }
    }

    private record CreateVgic(String type, Site site) implements Step {
        @Override public String text() {
            return "KVM_CREATE_DEVICE " + type;
        }

        @Override public String why() {
            return type.equals("KVM_DEV_TYPE_ARM_VGIC_V3") ? "a GICv3 is a device alone, which KVM_CREATE_IRQCHIP does not make (devices/arm-vgic-v3.rst)"
                    : "a GICv2 as a device, which takes a number of interrupts and is there also without KVM_CAP_ARM_SET_DEVICE_ADDR (devices/arm-vgic.rst)";
        }

        @Override public List<String> capabilities() {
            return List.of("KVM_CAP_DEVICE_CTRL");
        }

        @Override public void perform(Bringup machine) {
            machine.createDevice(type);
        }
    }

    /** An attribute that is an address: the guest finds the part there. */
    private record PlaceVgic(String part, long size, VgicAttribute attribute) implements Step {
        @Override public String text() {
            return attribute.text();
        }

        @Override public String why() {
            return attribute.why();
        }

        @Override public Site site() {
            return attribute.site();
        }

        @Override public List<GuestRange> ranges() {
            return List.of(new GuestRange(attribute.value(), size, "VGIC " + part, false));
        }

        @Override public void perform(Bringup machine) {
            attribute.perform(machine);
        }
    }

    /**
     * KVM_SET_DEVICE_ATTR of the controller.
     *
     * @param attribute the constant's name; null for 0
     * @param bytes     how many the value has in memory; 0 where the attribute takes none
     */
    private record VgicAttribute(String what, String group, String attribute, long value, int bytes, Site site) implements Step {
        @Override public String text() {
            return "KVM_SET_DEVICE_ATTR " + group + (attribute == null ? "" : " " + attribute) + ": " + what;
        }

        @Override public String why() {
            return group.equals("KVM_DEV_ARM_VGIC_GRP_CTRL") ? "all vCPUs are there now, and the controller is told so (devices/arm-vgic-v3.rst)"
                    : group.equals("KVM_DEV_ARM_VGIC_GRP_NR_IRQS") ? "how many interrupts there are (devices/arm-vgic.rst)" : "where the guest finds it (devices/arm-vgic.rst, arm-vgic-v3.rst)";
        }

        @Override public void perform(Bringup machine) {
            Abi abi = machine.kernel().abi();
            machine.setDeviceAttribute(abi.constant(group), attribute == null ? 0 : abi.constant(attribute), value, bytes);
        }
    }
}
