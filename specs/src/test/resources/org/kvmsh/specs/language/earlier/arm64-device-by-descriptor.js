// board: model:arm-vgicv2
// told: to use an existing device fd, write: m.deviceFd(
const m = vm({memory: {at: 0x40000000, size: KB(64)}})
m.device(m.ioctl(KVM_CREATE_DEVICE, {type: KVM_DEV_TYPE_ARM_VGIC_V2}).fd).ioctl(KVM_HAS_DEVICE_ATTR, {group: KVM_DEV_ARM_VGIC_GRP_NR_IRQS, attr: 0})
