package org.kvmsh.bindings.proposal;

import java.util.HashSet;
import java.util.Set;
import java.util.function.IntSupplier;
import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.FdKind;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.Kernel;
import org.kvmsh.bindings.kvm.Argument;
import org.kvmsh.bindings.kvm.Kvm;
import org.kvmsh.bindings.kvm.Probing;
import org.kvmsh.bindings.kvm.rules.Arm64Addresses;

/**
 * KVM_SET_DEVICE_ADDRESS: where the guest finds the VGIC. Source: [PATCH v3 01/13] KVM: ARM: Introduce
 * KVM_SET_DEVICE_ADDRESS ioctl, 2012-10-22.
 *
 * <p>Implemented by what was merged instead, KVM_ARM_SET_DEVICE_ADDR (api.rst 4.85), or by the later device
 * (devices/arm-vgic.rst), depending on the kernel below; that kernel then checks the address, and E2BIG is the mail's:
 * for every address outside.
 */
public final class SetDeviceAddress implements Proposal {
    private static final String IOCTL = "KVM_SET_DEVICE_ADDRESS";
    private static final String MERGED = "KVM_ARM_SET_DEVICE_ADDR";
    private static final long PAGE = 0x1000;

    /** The way in which the addresses come about. */
    private enum Way {
        MERGED,
        DEVICE,
        HERE,
        NONE
    }

    private final int addressBits;
    private volatile Way way;

    /** The facts known of one VM's VGIC. */
    private static final class Vgic {
        private boolean irqchip;
        private int device = -1;
        private ProposalKernel kernel;
        private final Set<Long> set = new HashSet<>();
    }

    private SetDeviceAddress(Way way, int addressBits) {
        this.way = way;
        this.addressBits = addressBits;
    }

    /** Carried out on the kernel below. */
    public static SetDeviceAddress below() {
        return new SetDeviceAddress(null, 0);
    }

    /**
     * Kept here, for a software model without a VGIC: the addresses are stored without effect.
     *
     * @param addressBits of a guest physical address
     */
    public static SetDeviceAddress here(int addressBits) {
        return new SetDeviceAddress(Way.HERE, addressBits);
    }

    @Override
    public String ioctl() {
        return IOCTL;
    }

    /**
     * A kernel that creates devices but no GICv2 has nothing to give an address to; it may have the merged ioctl
     * anyway.
     */
    @Override
    public boolean isFor(Kvm below) {
        if (way == null) {
            Abi abi = below.kernel().abi();
            boolean device = Probing.hasDevice(below, abi.constant("KVM_DEV_TYPE_ARM_VGIC_V2"));
            boolean none = !device && below.capability("KVM_CAP_DEVICE_CTRL") != 0;
            way = none ? Way.NONE : Probing.has(below, abi.ioctl(MERGED)) ? Way.MERGED : device ? Way.DEVICE : Way.NONE;
        }
        return true;
    }

    @Override
    public Integer capability(Abi abi, long number) {
        return number == abi.constant("KVM_CAP_SET_DEVICE_ADDR") ? 1 : null;
    }

    @Override
    public Set<String> watches() {
        return Set.of("KVM_CREATE_IRQCHIP");
    }

    @Override
    public int around(Asked asked, IntSupplier below) {
        Vgic vgic = asked.vm().state(this, Vgic::new);
        synchronized (vgic) {
            int answer = way == Way.DEVICE ? createDevice(asked, vgic) : below.getAsInt();
            vgic.irqchip |= answer >= 0;
            return answer;
        }
    }

    /** A VGIC from KVM_CREATE_IRQCHIP has no attributes, so the device is created instead. */
    private static int createDevice(Asked asked, Vgic vgic) {
        ProposedVm vm = asked.vm();
        Kernel kernel = vm.below();
        try (Argument argument = Argument.of(kernel, "kvm_create_device")) {
            argument.set("type", kernel.abi().constant("KVM_DEV_TYPE_ARM_VGIC_V2"));
            int answer = kernel.ioctl(
                    vm.fd(), kernel.abi().ioctl("KVM_CREATE_DEVICE").request(), argument.region());
            if (answer >= 0) {
                vgic.device = (int) argument.get("fd");
                vgic.kernel = asked.kernel();
                vgic.kernel.keeps(vgic.device, FdKind.DEVICE);
            }
            return answer;
        }
    }

    @Override
    public int answer(Asked asked) {
        if (asked.argument() == null) {
            return Errno.EFAULT.negative();
        }
        DeviceAddressId id = DeviceAddressId.of(asked);
        if (!id.isVgic()) {
            return Errno.ENODEV.negative();
        }
        Vgic vgic = asked.vm().state(this, Vgic::new);
        synchronized (vgic) {
            return switch (way) {
                case NONE -> Errno.ENXIO.negative();
                case MERGED -> outsideFirst(asked, merged(asked, id.value()));
                case DEVICE ->
                    hasAddress(vgic, id)
                            ? outsideFirst(asked, attribute(asked, vgic, id.value()))
                            : Errno.ENODEV.negative();
                case HERE -> here(asked, vgic, id);
            };
        }
    }

    /**
     * For an address that the VGIC does not have, the older ioctl returns ENODEV
     * (arch/arm64/kvm/vgic/vgic-kvm-device.c), the device's attributes ENXIO.
     */
    private static boolean hasAddress(Vgic vgic, DeviceAddressId id) {
        return vgic.irqchip && id.isAddress();
    }

    /**
     * The kernel below looks at the alignment, and for a window that wraps, before it looks at the end of the
     * addresses: vgic_check_iorange.
     */
    private static int outsideFirst(Asked asked, int answer) {
        boolean outside = asked.get("addr") >>> Arm64Addresses.bits(asked.vm().type()) != 0;
        return outside && answer == Errno.EINVAL.negative() ? Errno.E2BIG.negative() : answer;
    }

    private static int merged(Asked asked, long id) {
        Kernel kernel = asked.vm().below();
        try (Argument argument = Argument.of(kernel, "kvm_arm_device_addr")) {
            argument.set("id", id).set("addr", asked.get("addr"));
            return kernel.ioctl(asked.vm().fd(), kernel.abi().ioctl(MERGED).request(), argument.region());
        }
    }

    private static int attribute(Asked asked, Vgic vgic, long id) {
        Kernel kernel = asked.vm().below();
        Abi abi = kernel.abi();
        try (Argument address = Argument.of(kernel, Struct.scalar("u64"), 0);
                Argument argument = Argument.of(kernel, "kvm_device_attr")) {
            address.set("value", asked.get("addr"));
            argument.set("group", abi.constant("KVM_DEV_ARM_VGIC_GRP_ADDR"))
                    .set("attr", id)
                    .set("addr", address.region().address());
            return kernel.ioctl(
                    vgic.device, abi.ioctl("KVM_SET_DEVICE_ATTR").request(), argument.region(), address.region());
        }
    }

    /**
     * The mail's rules without a real VGIC. It names no errno for a call that is too early or too late: Linux returns
     * ENODEV before there is an interrupt controller (arch/arm64/kvm/vgic/vgic-kvm-device.c), and EBUSY after one was
     * initialized (devices/arm-vgic.rst).
     */
    private int here(Asked asked, Vgic vgic, DeviceAddressId id) {
        long address = asked.get("addr");
        if (!hasAddress(vgic, id)) {
            return Errno.ENODEV.negative();
        }
        if (vgic.set.contains(id.value())) {
            return Errno.EEXIST.negative();
        }
        if (asked.vm().hasRun()) {
            return Errno.EBUSY.negative();
        }
        if (address >>> addressBits != 0) {
            return Errno.E2BIG.negative();
        }
        if (address % PAGE != 0) {
            return Errno.EINVAL.negative();
        }
        if (address + id.windowSize() > 1L << addressBits) {
            return Errno.E2BIG.negative();
        }
        vgic.set.add(id.value());
        return 0;
    }

    @Override
    public void gone(ProposedVm vm) {
        Vgic vgic = vm.state(this, Vgic::new);
        synchronized (vgic) {
            if (vgic.device >= 0) {
                vgic.kernel.close(vgic.device);
                vgic.device = -1;
            }
        }
    }
}
