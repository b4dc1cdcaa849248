// What an arm64 kernel on a machine with a GICv3 answers: there is no GICv2 to be had, and a GICv3 is made with the device interface alone.
//   kvmsh -b qemu:arm64-gicv3 scripts/arm/vgic-v3.groovy

needs boards: 'arm64', device: 'KVM_DEV_TYPE_ARM_VGIC_V3'

def device = { m -> m.deviceFd(m.ioctl(KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V3).fd) }
def place = { d, type, at -> d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: type, value: at }

def irqs = { d, number -> d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_NR_IRQS, attr: 0, value: number }
def complete = { d -> d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_CTRL, attr: KVM_DEV_ARM_VGIC_CTRL_INIT }
def guest = { vm { vcpu(0) { start 0x40000000 } } }
def placed = { m ->
  def d = device(m)
  place d, KVM_VGIC_V3_ADDR_TYPE_DIST, 0x8000000
  place d, KVM_VGIC_V3_ADDR_TYPE_REDIST, 0x80a0000
  d
}

test('it may have 512 vCPUs') { expect { kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_MAX_VCPUS) == 512 } }
test('KVM_CREATE_IRQCHIP, a GICv2: ENODEV') { expect(errno: ENODEV) { vm { }.ioctl KVM_CREATE_IRQCHIP } }
test('vgic dist:, cpu: means that call, and is refused with it') { expect(errno: ENODEV) { vm { vgic dist: 0x8000000, cpu: 0x8010000 } } }
test('a GICv2 as a device: ENODEV') { expect(errno: ENODEV) { vm { }.ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2 } }
test('the old call for an address: ENODEV') { expect(errno: ENODEV) { vm { }.ioctl KVM_ARM_SET_DEVICE_ADDR, id: 0, addr: 0x8000000 } }
test('a GICv3 is made once: EEXIST') {
  def m = vm { }
  device(m)
  expect(errno: EEXIST) { m.ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V3 }
}
test('a distributor at no multiple of 64 KiB: EINVAL') { expect(errno: EINVAL) { place device(vm { }), KVM_VGIC_V3_ADDR_TYPE_DIST, 0x8001000 } }
test('a distributor beyond the guest\'s addresses: E2BIG') { expect(errno: E2BIG) { place device(vm { }), KVM_VGIC_V3_ADDR_TYPE_DIST, 1L << 40 } }
test('a distributor placed twice: EEXIST') {
  def d = device(vm { })
  place d, KVM_VGIC_V3_ADDR_TYPE_DIST, 0x8000000
  expect(errno: EEXIST) { place d, KVM_VGIC_V3_ADDR_TYPE_DIST, 0x8000000 }
}
test('an address of a GICv2 for a GICv3: ENXIO') { expect(errno: ENXIO) { place device(vm { }), KVM_VGIC_V2_ADDR_TYPE_DIST, 0x8000000 } }
test('redistributors that run past the end of the guest\'s addresses: E2BIG') { expect(errno: E2BIG) { place device(guest()), KVM_VGIC_V3_ADDR_TYPE_REDIST, (1L << 40) - 0x10000 } }
test('redistributors over the distributor are refused at once, and not at the first KVM_RUN as a GICv2\'s windows are: EINVAL') {
  def d = device(guest())
  place d, KVM_VGIC_V3_ADDR_TYPE_DIST, 0x80a0000
  expect(errno: EINVAL) { place d, KVM_VGIC_V3_ADDR_TYPE_REDIST, 0x8090000 }
}
test('redistributors in one piece and in regions: EINVAL') {
  def d = placed(guest())
  expect(errno: EINVAL) { place d, KVM_VGIC_V3_ADDR_TYPE_REDIST_REGION, 1L << 52 | 0x8200000 }
}
// arm-vgic-v3.rst says that 1024 is possible; the kernel compares with 1023.
test('interrupts are a multiple of 32 from 64 to 992: else EINVAL') {
  [64, 992].each { irqs device(vm { }), it }
  [32, 63, 1024, 1056].each { number -> expect(errno: EINVAL) { irqs device(vm { }), number } }
}
test('how many interrupts is said once: EBUSY') {
  def d = device(vm { })
  irqs d, 64
  expect(errno: EBUSY) { irqs d, 64 }
}
test('KVM_IRQ_LINE and KVM_RUN before it is complete: EBUSY, and it is dead from then on: EIO') {
  def m = guest()
  placed m
  def spi = KVM_ARM_IRQ_TYPE_SPI << KVM_ARM_IRQ_TYPE_SHIFT | 32
  expect(errno: EBUSY) { m.ioctl KVM_IRQ_LINE, irq: spi, level: 1 }
  expect(errno: EBUSY) { m.run within: 20.s }
  expect(errno: EIO) { m.ioctl KVM_IRQ_LINE, irq: spi, level: 1 }
}
test('it may be complete without addresses, and then the first KVM_RUN is refused: ENXIO') {
  def m = guest()
  complete device(m)
  expect(errno: ENXIO) { m.run within: 20.s }
}
test('a vCPU after it is complete: EBUSY; being complete twice is nothing') {
  def m = guest()
  def d = placed(m)
  complete d
  complete d
  expect(errno: EBUSY) { m.ioctl KVM_CREATE_VCPU, 1 }
}
test('a guest with a GICv3 runs: vgic dist:, redist:') {
  def m = vm {
    memory at: 0x40000000, size: 64.KB
    load at: 0x40000000, hex: '00 01 80 d2  00 80 b0 f2  02 00 00 d4'        // mov x0, #0x84000008; hvc #0: PSCI's SYSTEM_OFF
    vgic dist: 0x8000000, redist: 0x80a0000, irqs: 64
    vcpu(0) { start 0x40000000 }
  }
  m.run until: system, within: 20.s
}
