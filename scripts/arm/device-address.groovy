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
test('the guest finds the distributor at its address') {
  // The model does not implement the registers of its GICv2.
  needs boards: ['real', 'emulated', 'remote']
  def m = vm {
    ioctl KVM_CREATE_IRQCHIP
    memory at: 0x40000000, size: 64.KB
    load at: 0x40000000, hex: '''
      00 80 a5 d2         # mov  x0, #0x2c000000
      80 00 82 f2         # movk x0, #0x1004          GICD_TYPER
      01 00 40 b9         # ldr  w1, [x0]
      02 00 a2 d2         # mov  x2, #0x10000000      nothing is there: an exit
      41 00 00 b9         # str  w1, [x2]
    '''
    vcpu(0) { start 0x40000000 }
  }
  m.ioctl KVM_SET_DEVICE_ADDRESS, id: dist, addr: 0x2c001000
  m.ioctl KVM_SET_DEVICE_ADDRESS, id: cpu, addr: 0x2c002000
  m.run within: 20.s
  expect exit: mmio
  // One CPU, and 256 interrupts in lines of 32 (ARM IHI 0048B, 4.3.2).
  expect { m.regs.x1 == 7 }
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
