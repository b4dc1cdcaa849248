// A device of KVM's and its attributes, a test a type: each is skipped where the board has no such device.
//   kvmsh scripts/devices/attributes.groovy
//   kvmsh -b qemu:arm64 scripts/devices/attributes.groovy

test('VFIO is a device without attributes, and a VM has one: EBUSY') {
  needs device: 'KVM_DEV_TYPE_VFIO'
  vm { device 'KVM_DEV_TYPE_VFIO' }
  expect(errno: EBUSY) { vm { device 'KVM_DEV_TYPE_VFIO'; device 'KVM_DEV_TYPE_VFIO' } }
}

test('a type that the board has not: ENODEV') {
  needs device: 'KVM_DEV_TYPE_VFIO'
  expect(errno: ENODEV) { vm { device 4000 } }
}

test('a GICv2 as a device: its interrupts are a number of 32 bits, its addresses have 64', boards: 'arm64') {
  needs device: 'KVM_DEV_TYPE_ARM_VGIC_V2'
  vm {
    device('KVM_DEV_TYPE_ARM_VGIC_V2') {
      attr group: 'KVM_DEV_ARM_VGIC_GRP_NR_IRQS', value: 96, size: 4
      attr group: 'KVM_DEV_ARM_VGIC_GRP_ADDR', attr: 'KVM_VGIC_V2_ADDR_TYPE_DIST', value: 0x8000000
      attr group: 'KVM_DEV_ARM_VGIC_GRP_ADDR', attr: 'KVM_VGIC_V2_ADDR_TYPE_CPU', value: 0x8010000
    }
  }
  expect(errno: EINVAL) { vm { device('KVM_DEV_TYPE_ARM_VGIC_V2') { attr group: 'KVM_DEV_ARM_VGIC_GRP_NR_IRQS', value: 97, size: 4 } } }
  expect(errno: ENXIO) { vm { device('KVM_DEV_TYPE_ARM_VGIC_V2') { attr group: 99 } } }
}
