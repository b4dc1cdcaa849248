package org.kvmsh.bindings.model.arm64;

import org.kvmsh.bindings.abi.Abi;
import org.kvmsh.bindings.abi.Struct;
import org.kvmsh.bindings.kernel.Errno;
import org.kvmsh.bindings.kernel.NotModelled;
import org.kvmsh.bindings.kernel.Region;

/**
 * The KVM side of VFIO, of which a VM has one; there are no VFIO files to add. Source: virt/kvm/vfio.c;
 * Documentation/virt/kvm/devices/vfio.rst.
 */
final class VfioDevice extends Arm64Device {
    VfioDevice(Abi abi, Arm64Vm vm) {
        super(abi, vm);
    }

    /** A device without readable attributes returns EPERM (kvm_main.c, kvm_device_ioctl_attr). */
    @Override
    public int ioctl(String name, long value, Region argument) {
        Struct layout = abi().struct("kvm_device_attr");
        long attribute = argument.getLong(layout.offset("attr"));
        boolean isFile = argument.getInt(layout.offset("group")) == abi().constant("KVM_DEV_VFIO_FILE");
        boolean isKnown = isFile
                && (attribute == abi().constant("KVM_DEV_VFIO_FILE_ADD")
                        || attribute == abi().constant("KVM_DEV_VFIO_FILE_DEL"));
        if (name.equals("KVM_GET_DEVICE_ATTR")) {
            return Errno.EPERM.negative();
        }
        if (isKnown && name.equals("KVM_SET_DEVICE_ATTR")) {
            throw new NotModelled("the model has no VFIO files");
        }
        return isKnown ? 0 : Errno.ENXIO.negative();
    }
}
