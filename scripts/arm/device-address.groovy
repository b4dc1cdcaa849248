// The address of the VGIC as [PATCH v3 01/13] "KVM: ARM: Introduce KVM_SET_DEVICE_ADDRESS ioctl" (2012-10-22) has it, in right and wrong
// order: by a kernel that is built with it, or by a proposal in front of one that has what became of it, whose errnos these then are.
//   kvmsh -b qemu:arm64-rfc scripts/arm/device-address.groovy
//   kvmsh -b rfc:qemu:arm64 scripts/arm/device-address.groovy

needs boards: 'arm64'
needs ioctl: 'KVM_SET_DEVICE_ADDRESS'

def id = { device, type -> device << KVM_DEVICE_ID_SHIFT | type }
def dist = id(KVM_ARM_DEVICE_VGIC_V2, KVM_VGIC_V2_ADDR_TYPE_DIST)
def cpu = id(KVM_ARM_DEVICE_VGIC_V2, KVM_VGIC_V2_ADDR_TYPE_CPU)
def irqchip = { vm { ioctl KVM_CREATE_IRQCHIP; vcpu(0) { start 0x40000000 } } }

test('vgic is KVM_CREATE_IRQCHIP and this ioctl') {
  vm { vgic dist: 0x2c001000, cpu: 0x2c002000; vcpu(0) { start 0x40000000 } }
  expect { steps.all.collectMany { it.calls }.count { it.name == 'KVM_SET_DEVICE_ADDRESS' && it.answer == 0 } == 2 }
}
test('after KVM_CREATE_IRQCHIP it is taken, once for each address: EEXIST') {
  def m = irqchip()
  expect { m.ioctl(KVM_SET_DEVICE_ADDRESS, id: dist, addr: 0x2c001000) == 0 }
  expect { m.ioctl(KVM_SET_DEVICE_ADDRESS, id: cpu, addr: 0x2c002000) == 0 }
  expect(errno: EEXIST) { m.ioctl KVM_SET_DEVICE_ADDRESS, id: dist, addr: 0x2c001000 }
  expect(errno: EEXIST) { m.ioctl KVM_SET_DEVICE_ADDRESS, id: cpu, addr: 0x2c008000 }
}
test('before KVM_CREATE_IRQCHIP: ENODEV') {
  def m = vm { vcpu(0) { start 0x40000000 } }
  expect(errno: ENODEV) { m.ioctl KVM_SET_DEVICE_ADDRESS, id: dist, addr: 0x2c001000 }
}
test('after the first KVM_RUN: EEXIST') {
  def m = vm { vgic dist: 0x2c001000, cpu: 0x2c002000; vcpu(0) { start 0x40000000 } }
  m.run until: timeout, within: 200.ms
  expect(errno: EEXIST) { m.ioctl KVM_SET_DEVICE_ADDRESS, id: dist, addr: 0x2c001000 }
}
test('a device that does not exist: ENODEV') { expect(errno: ENODEV) { irqchip().ioctl KVM_SET_DEVICE_ADDRESS, id: id(7, 0), addr: 0x2c001000 } }
test('beyond 40 bits: E2BIG') { expect(errno: E2BIG) { irqchip().ioctl KVM_SET_DEVICE_ADDRESS, id: dist, addr: 1L << 40 } }
test('the null pointer: EFAULT') { expect(errno: EFAULT) { irqchip().ioctl KVM_SET_DEVICE_ADDRESS, 0 } }
