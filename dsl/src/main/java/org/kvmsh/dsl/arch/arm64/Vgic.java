package org.kvmsh.dsl.arch.arm64;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Arch;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.KeyedExit;
import org.kvmsh.dsl.config.Api;
import org.kvmsh.dsl.config.ArchWord;
import org.kvmsh.dsl.config.HandlerConfig;
import org.kvmsh.dsl.config.ReadyDeviceConfig;
import org.kvmsh.dsl.config.VgicConfig;
import org.kvmsh.dsl.config.VmConfig;
import org.kvmsh.dsl.device.GicDistributor;
import org.kvmsh.dsl.device.ReadyDevices;
import org.kvmsh.dsl.plan.step.Bringup;
import org.kvmsh.dsl.plan.step.CreateDevice;
import org.kvmsh.dsl.plan.step.CreateIrqchip;
import org.kvmsh.dsl.plan.step.GuestRange;
import org.kvmsh.dsl.plan.step.HostFacts;
import org.kvmsh.dsl.plan.step.Lowering;
import org.kvmsh.dsl.plan.step.Placement;
import org.kvmsh.dsl.plan.step.Refusals;
import org.kvmsh.dsl.plan.step.SetDeviceAttribute;
import org.kvmsh.dsl.plan.step.Step;
import org.kvmsh.dsl.script.Bits64;
import org.kvmsh.dsl.script.ScriptError;
import org.kvmsh.dsl.script.Site;

/**
 * The interrupt controller of an ARM guest and where the guest finds it. Sources: [PATCH v3 01/13]; api.rst 4.85;
 * devices/arm-vgic.rst and arm-vgic-v3.rst.
 *
 * <p>Three interfaces, whichever the board has: KVM_SET_DEVICE_ADDRESS as it was proposed, KVM_ARM_SET_DEVICE_ADDR as
 * it was merged, and the device that followed both and that alone can be a GICv3.
 */
final class Vgic implements Lowering {
    /**
     * arm-vgic-v3.rst: the distributor has 64 KiB, each vCPU's redistributor two pages of 64 KiB, and both lie at a
     * multiple of 64 KiB.
     */
    private static final long V3_PAGE = 0x10000;

    private static final List<Arch> ARM = List.of(Arch.ARM64, Arch.ARM);
    private static final String NAME = "the VGIC";
    private static final String DEVICE = "kvmsh's GICv2 distributor";

    @Override
    public void check(VmConfig config, HostFacts host) {
        VgicConfig vgic = config.arm().vgic();
        if (vgic == null || !ARM.contains(host.arch()) && !isProposal(vgic, host)) {
            return;
        }
        if (vgic.redist() != null) {
            Placement.inMemory("dist:", vgic.dist(), V3_PAGE, config, vgic.site());
            Placement.inMemory("redist:", vgic.redist(), redistributors(config), config, vgic.site());
        } else {
            Placement.inMemory("dist:", vgic.dist(), windowSize("KVM_VGIC_V2_DIST_SIZE", host), config, vgic.site());
            Placement.inMemory("cpu:", vgic.cpu(), windowSize("KVM_VGIC_V2_CPU_SIZE", host), config, vgic.site());
        }
    }

    /** Only the proposal's call brings one to another architecture, and it knows no redistributors. */
    static List<ArchWord> words(VmConfig config) {
        return config.arm().vgics().stream()
                .map(vgic -> new ArchWord(
                        "vgic",
                        ARM,
                        vgic.redist() == null && (vgic.api() == null || vgic.api() == Api.RFC2011)
                                ? List.of("KVM_SET_DEVICE_ADDRESS")
                                : List.of(),
                        vgic.site()))
                .toList();
    }

    /** Headers of another architecture have the proposal alone, and no size of a window. */
    private static long windowSize(String constant, HostFacts host) {
        return (host.abi().hasConstant(constant) ? host.abi() : Abi.of("arm64")).constant(constant);
    }

    /** Whether the proposal's call is used: a kernel that does not know KVM_SET_DEVICE_ADDRESS is not probed. */
    private static boolean isProposal(VgicConfig vgic, HostFacts host) {
        return vgic.api() == null
                ? vgic.redist() == null && host.hasIoctl("KVM_SET_DEVICE_ADDRESS")
                : vgic.api() == Api.RFC2011;
    }

    /** kvmsh's own distributor at the address of the proposal's call, on a board whose KVM has no VGIC. */
    static VmConfig inUserSpace(VmConfig config, HostFacts host) {
        List<ReadyDeviceConfig> devices = new ArrayList<>(config.ready());
        List<HandlerConfig> others = Stream.concat(
                        config.handlers().stream(),
                        config.ready().stream().flatMap(device -> ReadyDevices.places(device).stream()))
                .toList();
        config.arm().vgics().stream().filter(vgic -> isInUserSpace(vgic, host)).forEach(vgic -> {
            ReadyDeviceConfig device =
                    new ReadyDeviceConfig(ReadyDeviceConfig.Model.VGIC, KeyedExit.MMIO, vgic.dist(), vgic.site());
            ReadyDevices.places(device)
                    .forEach(place -> place.places().alone(others, config.answers(), "devices", vgic.site()));
            devices.add(device);
        });
        return devices.size() == config.ready().size()
                ? config
                : config.handling(config.handlers(), config.answers(), devices);
    }

    private static boolean isInUserSpace(VgicConfig vgic, HostFacts host) {
        return vgic.dist() != null && !createsIrqchip(host) && isProposal(vgic, host);
    }

    /** book3s has no KVM_CREATE_IRQCHIP; a call for an address needs none there. */
    private static boolean createsIrqchip(HostFacts host) {
        return ARM.contains(host.arch()) || host.capability("KVM_CAP_IRQCHIP") != 0;
    }

    @Override
    public void lower(VmConfig config, HostFacts host, List<Step> steps) {
        for (VgicConfig vgic : config.arm().vgics()) {
            if (vgic.redist() != null && vgic.cpu() != null) {
                throw new ScriptError(vgic.site(), "cpu: (GICv2) and redist: (GICv3) are mutually exclusive");
            }
            boolean proposal = isProposal(vgic, host);
            if (vgic.redist() != null && vgic.api() != null && vgic.api() != Api.ATTRIBUTES) {
                throw new ScriptError(
                        vgic.site(),
                        "a GICv3 can be created only as a device, not with api: " + vgic.api(),
                        "try: api: 'attributes'");
            }
            lower(vgic, config, proposal, host, steps);
        }
    }

    private static void lower(VgicConfig vgic, VmConfig config, boolean proposal, HostFacts host, List<Step> steps) {
        Abi abi = host.abi();
        if (proposal) {
            if (!abi.hasIoctl("KVM_SET_DEVICE_ADDRESS")) {
                throw new ScriptError(
                        vgic.site(),
                        "the headers of board " + host.boardName() + " have no KVM_SET_DEVICE_ADDRESS",
                        "try: rfc 'scripts/rfc/kvm-set-device-address.patch'");
            }
            if (createsIrqchip(host)) {
                createIrqchip("as in the posted patch ([PATCH v3 01/13])", vgic, steps);
            }
            setAddresses(
                    "KVM_SET_DEVICE_ADDRESS",
                    "kvm_device_address",
                    abi.constant("KVM_DEVICE_ID_SHIFT"),
                    vgic,
                    host,
                    steps);
        } else if (vgic.redist() == null
                && vgic.irqs() == null
                && (vgic.api() == null
                        ? host.capability("KVM_CAP_ARM_SET_DEVICE_ADDR") != 0
                        : vgic.api() == Api.MERGED)) {
            createIrqchip(
                    vgic.api() == null ? "because this board has KVM_CAP_ARM_SET_DEVICE_ADDR" : "as api: requests",
                    vgic,
                    steps);
            setAddresses(
                    "KVM_ARM_SET_DEVICE_ADDR",
                    "kvm_arm_device_addr",
                    abi.constant("KVM_ARM_DEVICE_ID_SHIFT"),
                    vgic,
                    host,
                    steps);
        } else {
            device(vgic, config, host, steps);
        }
    }

    /** A GICv3 is initialized once all vCPUs exist (arm-vgic-v3.rst, KVM_DEV_ARM_VGIC_CTRL_INIT). */
    static void afterVcpus(VmConfig config, HostFacts host, List<Step> steps) {
        VgicConfig vgic = config.arm().vgic();
        if (vgic != null && vgic.redist() != null && !config.vcpus().isEmpty()) {
            Abi abi = host.abi();
            steps.add(new SetDeviceAttribute(
                    NAME,
                    "KVM_DEV_ARM_VGIC_GRP_CTRL KVM_DEV_ARM_VGIC_CTRL_INIT: initialize",
                    abi.constant("KVM_DEV_ARM_VGIC_GRP_CTRL"),
                    abi.constant("KVM_DEV_ARM_VGIC_CTRL_INIT"),
                    0,
                    0,
                    "initializes the interrupt controller after the last vCPU is created (devices/arm-vgic-v3.rst)",
                    "",
                    vgic.site()));
        }
    }

    private static void createIrqchip(String how, VgicConfig vgic, List<Step> steps) {
        if (steps.stream().noneMatch(CreateIrqchip.class::isInstance)) {
            steps.add(new CreateIrqchip(
                    "creates the interrupt controller, " + how + "; must come before the first vCPU (api.rst 4.24)",
                    vgic.site()));
        }
    }

    /** Two frames of 64 KiB a vCPU (arm-vgic-v3.rst). */
    private static long redistributors(VmConfig config) {
        return 2 * V3_PAGE * Math.max(1, config.vcpus().size());
    }

    private static void device(VgicConfig vgic, VmConfig config, HostFacts host, List<Step> steps) {
        needsDevices(vgic, host);
        boolean v3 = vgic.redist() != null;
        String version = v3 ? "V3" : "V2";
        String type = "KVM_DEV_TYPE_ARM_VGIC_" + version;
        steps.add(new CreateDevice(
                NAME,
                type,
                host.abi().constant(type),
                v3
                        ? "a GICv3 is created with KVM_CREATE_DEVICE, not KVM_CREATE_IRQCHIP (devices/arm-vgic-v3.rst)"
                        : "a GICv2 created as a device: its number of interrupts can be set, and it does not need"
                                + " KVM_CAP_ARM_SET_DEVICE_ADDR (devices/arm-vgic.rst)",
                vgic.site()));
        Abi abi = host.abi();
        if (vgic.irqs() != null) {
            steps.add(new SetDeviceAttribute(
                    NAME,
                    "KVM_DEV_ARM_VGIC_GRP_NR_IRQS: " + vgic.irqs() + " interrupts",
                    abi.constant("KVM_DEV_ARM_VGIC_GRP_NR_IRQS"),
                    0,
                    vgic.irqs(),
                    Integer.BYTES,
                    "the number of interrupts (devices/arm-vgic.rst)",
                    "",
                    vgic.site()));
        }
        place(
                "distributor",
                "KVM_VGIC_" + version + "_ADDR_TYPE_DIST",
                vgic.dist(),
                v3 ? V3_PAGE : abi.constant("KVM_VGIC_V2_DIST_SIZE"),
                vgic,
                abi,
                steps);
        place(
                "CPU interface",
                "KVM_VGIC_" + version + "_ADDR_TYPE_CPU",
                vgic.cpu(),
                v3 ? 0 : abi.constant("KVM_VGIC_V2_CPU_SIZE"),
                vgic,
                abi,
                steps);
        place(
                "redistributors",
                "KVM_VGIC_" + version + "_ADDR_TYPE_REDIST",
                vgic.redist(),
                redistributors(config),
                vgic,
                abi,
                steps);
    }

    private static void place(
            String part, String type, Long at, long size, VgicConfig vgic, Abi abi, List<Step> steps) {
        if (at != null) {
            steps.add(new SetDeviceAttribute(
                    NAME,
                    "KVM_DEV_ARM_VGIC_GRP_ADDR " + type + ": " + part + " at " + Bits64.hex(at),
                    abi.constant("KVM_DEV_ARM_VGIC_GRP_ADDR"),
                    abi.constant(type),
                    at,
                    Long.BYTES,
                    "its guest physical address (devices/arm-vgic.rst, arm-vgic-v3.rst)",
                    warning(vgic),
                    vgic.site(),
                    List.of(new GuestRange(at, size, "VGIC " + part, false))));
        }
    }

    /**
     * arch/arm64/kvm/vgic/vgic-v2.c, vgic_v2_map_resources: both addresses have to be there, and who fails there does
     * not try again.
     */
    private static String warning(VgicConfig vgic) {
        return vgic.cpu() == null && vgic.redist() == null
                ? "if cpu: is omitted, the first KVM_RUN fails with ENXIO and the VM is unusable afterwards"
                : "";
    }

    private static void needsDevices(VgicConfig vgic, HostFacts host) {
        Refusals.needsIoctl("vgic", "KVM_CREATE_DEVICE", host, vgic.site());
        if (host.capability("KVM_CAP_DEVICE_CTRL") == 0) {
            throw new ScriptError(
                    vgic.site(), "board " + host.boardName() + " has no KVM devices: KVM_CAP_DEVICE_CTRL is 0");
        }
    }

    private static void setAddresses(
            String ioctl, String struct, long idShift, VgicConfig vgic, HostFacts host, List<Step> steps) {
        Abi abi = host.abi();
        long device = abi.constant("KVM_ARM_DEVICE_VGIC_V2") << idShift;
        if (vgic.dist() != null) {
            steps.add(new SetDeviceAddress(
                    ioctl,
                    struct,
                    "distributor",
                    device | abi.constant("KVM_VGIC_V2_ADDR_TYPE_DIST"),
                    vgic.dist(),
                    isInUserSpace(vgic, host),
                    ioctl.equals("KVM_SET_DEVICE_ADDRESS") ? "" : warning(vgic),
                    vgic.site()));
        }
        if (vgic.cpu() != null) {
            steps.add(new SetDeviceAddress(
                    ioctl,
                    struct,
                    "CPU interface",
                    device | abi.constant("KVM_VGIC_V2_ADDR_TYPE_CPU"),
                    vgic.cpu(),
                    false,
                    "",
                    vgic.site()));
        }
    }

    /** @param inUserSpace whether a device of kvmsh answers there */
    private record SetDeviceAddress(
            String ioctl,
            String struct,
            String part,
            long id,
            long address,
            boolean inUserSpace,
            String warning,
            Site site)
            implements Step {
        @Override
        public String text() {
            return ioctl + " of the VGIC's " + part + " to " + Bits64.hex(address);
        }

        @Override
        public String why() {
            return "guest physical address of the " + part
                    + (ioctl.equals("KVM_SET_DEVICE_ADDRESS") ? " ([PATCH v3 01/13])" : " (api.rst 4.85)")
                    + (inUserSpace ? "; this KVM has no VGIC: accesses cause MMIO exits, answered by " + DEVICE : "");
        }

        @Override
        public List<GuestRange> ranges() {
            return List.of(
                    inUserSpace
                            ? new GuestRange(address, GicDistributor.SIZE, "VGIC " + part + ", " + DEVICE, false)
                            : new GuestRange(address, 0, "VGIC " + part, false));
        }

        @Override
        public void perform(Bringup machine) {
            try (Argument argument = Argument.of(machine.kernel(), struct)) {
                argument.set("id", id).set("addr", address);
                machine.vm().ioctl(ioctl, argument).get();
            }
        }
    }
}
