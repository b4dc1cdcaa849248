// What an arm64 kernel answers to the calls that give a guest its GICv2, a test a row: the interface of [PATCH v3 01/13] "KVM: ARM:
// Introduce KVM_SET_DEVICE_ADDRESS ioctl" (2012-10-22) as it was merged, and the device that followed it.
//   kvmsh -b qemu:arm64 scripts/arm/vgic-v2.groovy
//
// Where the mail and the merged kernel differ:
//  - The ioctl is KVM_ARM_SET_DEVICE_ADDR, number 0xab, its id has 64 bits, its capability is 88. The mail's number 0xaa means nothing on a VM,
//    unless the kernel is built with scripts/kernels/arm64.
//  - The mail wants KVM_CREATE_IRQCHIP first and names no errno for those who forget it: the kernel answers ENODEV. Its ENXIO, "device not
//    supported on current system", comes for a KVM_RUN without addresses instead.
//  - The mail says nothing of windows that overlap: the kernel takes both and refuses the first KVM_RUN, with EINVAL.
//  - The mail's default for an ioctl that is unknown to a VM is EINVAL, and arm64 still has it; powerpc and x86 answer ENOTTY.

needs boards: 'arm64', device: 'KVM_DEV_TYPE_ARM_VGIC_V2'

def id = { device, type -> device << KVM_ARM_DEVICE_ID_SHIFT | type }
def dist = id(KVM_ARM_DEVICE_VGIC_V2, KVM_VGIC_V2_ADDR_TYPE_DIST)
def cpu = id(KVM_ARM_DEVICE_VGIC_V2, KVM_VGIC_V2_ADDR_TYPE_CPU)
// A VM of type 0 has addresses of 40 bits.
def end = 1L << 40

def irqchip = { vm { ioctl KVM_CREATE_IRQCHIP } }
def device = { m -> m.deviceFd(m.ioctl(KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2).fd) }

// --- what the board has

test('it has the old interface, the new one, PSCI 0.2, and eight vCPUs') {
  expect { kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_IRQCHIP) == 1 }
  expect { kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_ARM_SET_DEVICE_ADDR) == 1 }
  expect { kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_DEVICE_CTRL) == 1 }
  expect { kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_ARM_PSCI_0_2) == 1 }
  expect { kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_MAX_VCPUS) == 8 }
}
test('KVM_GET_API_VERSION takes no argument') { expect(errno: EINVAL) { kvm.ioctl KVM_GET_API_VERSION, 1 } }
def most = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_ARM_VM_IPA_SIZE)
test("a VM's type is 0 or its address bits, 32 to $most") {
  ([0, most] + (32..most)).each { kvm.ioctl KVM_CREATE_VM, it }
}
[1, 31, most + 1, 53, 256].each { bits ->
  test("a VM of type $bits: EINVAL") { expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, bits } }
}

// --- ioctls that a file does not know: EINVAL on all three kinds of file

test('/dev/kvm does not know KVM_S390_ENABLE_SIE: EINVAL') { expect(errno: EINVAL) { kvm.ioctl KVM_S390_ENABLE_SIE } }
test('a VM does not know KVM_SET_TSS_ADDR of x86: EINVAL, not ENOTTY') { expect(errno: EINVAL) { vm { }.ioctl KVM_SET_TSS_ADDR, 0 } }
test('a VM does not know KVM_CREATE_PIT of x86: EINVAL') { expect(errno: EINVAL) { vm { }.ioctl KVM_CREATE_PIT } }
test('a vCPU does not know KVM_GET_REGS: EINVAL') { expect(errno: EINVAL) { vm { vcpu 0 }.vcpu(0).ioctl KVM_GET_REGS } }

rfc '''
#define KVM_CAP_SET_DEVICE_ADDR 84
struct kvm_device_address {
	__u32 id;
	__u64 addr;
};
#define KVM_SET_DEVICE_ADDRESS _IOW(KVMIO, 0xaa, struct kvm_device_address)
'''
test("the mail's own number: EINVAL") {
  needs ioctl: KVM_SET_DEVICE_ADDRESS, by: 'none'
  expect(errno: EINVAL) { irqchip().ioctl KVM_SET_DEVICE_ADDRESS, id: 0, addr: 0x2c001000 }
}

// --- KVM_ARM_SET_DEVICE_ADDR

test('the null pointer: EFAULT') { expect(errno: EFAULT) { irqchip().ioctl KVM_ARM_SET_DEVICE_ADDR, 0 } }
test('before KVM_CREATE_IRQCHIP: ENODEV') { expect(errno: ENODEV) { vm { }.ioctl KVM_ARM_SET_DEVICE_ADDR, id: dist, addr: 0x2c001000 } }
test('an unknown device: ENODEV') {
  def m = irqchip()
  [id(7, 0), id(1, 0)].each { other -> expect(errno: ENODEV) { m.ioctl KVM_ARM_SET_DEVICE_ADDR, id: other, addr: 0x2c001000 } }
}
test('the id has 64 bits, and those above 31 mean nothing') { expect { irqchip().ioctl(KVM_ARM_SET_DEVICE_ADDR, id: 1L << 32 | dist, addr: 0x2c001000) == 0 } }
test('an unknown type of address: ENODEV') { expect(errno: ENODEV) { irqchip().ioctl KVM_ARM_SET_DEVICE_ADDR, id: dist + 9, addr: 0x2c001000 } }
test('no multiple of 4 KiB: EINVAL') {
  def m = irqchip()
  [0x2c001010, 0x2c002800].each { at ->
    expect(errno: EINVAL) { m.ioctl KVM_ARM_SET_DEVICE_ADDR, id: dist, addr: at }
    expect(errno: EINVAL) { m.ioctl KVM_ARM_SET_DEVICE_ADDR, id: cpu, addr: at }
  }
}
test('beyond the guest\'s addresses: E2BIG') {
  def m = irqchip()
  [end, 1L << 48].each { at -> expect(errno: E2BIG) { m.ioctl KVM_ARM_SET_DEVICE_ADDR, id: dist, addr: at } }
}
test('a CPU interface of 8 KiB that runs past the end: E2BIG') { expect(errno: E2BIG) { irqchip().ioctl KVM_ARM_SET_DEVICE_ADDR, id: cpu, addr: end - 0x1000 } }
test('a distributor of 4 KiB in the last page is taken') { expect { irqchip().ioctl(KVM_ARM_SET_DEVICE_ADDR, id: dist, addr: end - 0x1000) == 0 } }
test('address 0 is taken') { expect { irqchip().ioctl(KVM_ARM_SET_DEVICE_ADDR, id: dist, addr: 0) == 0 } }
test('twice, the same address or another: EEXIST') {
  def m = irqchip()
  [(dist): 0x2c001000, (cpu): 0x2c002000].each { part, at ->
    m.ioctl KVM_ARM_SET_DEVICE_ADDR, id: part, addr: at
    expect(errno: EEXIST) { m.ioctl KVM_ARM_SET_DEVICE_ADDR, id: part, addr: at }
    expect(errno: EEXIST) { m.ioctl KVM_ARM_SET_DEVICE_ADDR, id: part, addr: at + 0x10000 }
  }
}
test('windows that overlap are taken, and the first KVM_RUN is refused: EINVAL') {
  def m = vm { ioctl KVM_CREATE_IRQCHIP; vcpu(0) { start 0x40000000 } }
  m.ioctl KVM_ARM_SET_DEVICE_ADDR, id: dist, addr: 0x2c001000
  expect { m.ioctl(KVM_ARM_SET_DEVICE_ADDR, id: cpu, addr: 0x2c000000) == 0 }
  expect(errno: EINVAL) { m.run within: 20.s }
}
test('KVM_RUN without addresses: ENXIO, and the controller is dead from then on: EIO') {
  def m = vm { ioctl KVM_CREATE_IRQCHIP; vcpu(0) { start 0x40000000 } }
  expect(errno: ENXIO) { m.run within: 20.s }
  expect(errno: EIO) { m.ioctl KVM_ARM_SET_DEVICE_ADDR, id: dist, addr: 0x2c001000 }
  expect(errno: EIO) { m.run within: 20.s }
}

// --- KVM_CREATE_IRQCHIP and vCPUs

test('a second interrupt controller, made in either way: EEXIST') {
  def m = irqchip()
  expect(errno: EEXIST) { m.ioctl KVM_CREATE_IRQCHIP }
  expect(errno: EEXIST) { m.ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2 }
  def other = vm { }
  device(other)
  expect(errno: EEXIST) { other.ioctl KVM_CREATE_IRQCHIP }
  expect(errno: EEXIST) { other.ioctl KVM_CREATE_DEVICE, type: KVM_DEV_TYPE_ARM_VGIC_V2 }
}
test('after a vCPU was made, and after it was set up, it is taken') {
  expect { vm { vcpu 0 }.ioctl(KVM_CREATE_IRQCHIP) == 0 }
  expect { vm { vcpu(0) { start 0x40000000 } }.ioctl(KVM_CREATE_IRQCHIP) == 0 }
}
test('a vCPU of an id that there is: EEXIST') { expect(errno: EEXIST) { vm { vcpu 0 }.ioctl KVM_CREATE_VCPU, 0 } }
test('a vCPU 8 beside a GICv2, and a vCPU 600: EINVAL') {
  def m = irqchip()
  expect(errno: EINVAL) { m.ioctl KVM_CREATE_VCPU, 8 }
  expect(errno: EINVAL) { m.ioctl KVM_CREATE_VCPU, 600 }
}
test('KVM_RUN and KVM_SET_ONE_REG before KVM_ARM_VCPU_INIT: ENOEXEC') {
  def m = vm { vcpu 0 }
  expect(errno: ENOEXEC) { m.run within: 20.s }
  expect(errno: ENOEXEC) { m.regs.pc = 0x40000000 }
}
test('KVM_ARM_VCPU_INIT of an unknown target: EINVAL; with an unknown feature: ENOENT') {
  def m = vm { vcpu 0 }
  def target = m.ioctl(KVM_ARM_PREFERRED_TARGET).target
  expect(errno: EINVAL) { m.vcpu(0).ioctl KVM_ARM_VCPU_INIT, target: KVM_ARM_NUM_TARGETS + 1 }
  expect(errno: ENOENT) { m.vcpu(0).ioctl KVM_ARM_VCPU_INIT, target: target, features: [1L << 31] }
}
test('KVM_ARM_VCPU_INIT again: with the same features it is taken, with others EINVAL') {
  def m = vm { vcpu(0) { start 0x40000000 } }
  def target = m.ioctl(KVM_ARM_PREFERRED_TARGET).target
  expect { m.vcpu(0).ioctl(KVM_ARM_VCPU_INIT, target: target, features: [1 << KVM_ARM_VCPU_PSCI_0_2]) == 0 }
  expect(errno: EINVAL) { m.vcpu(0).ioctl KVM_ARM_VCPU_INIT, target: target, features: [0] }
}

// --- the device: KVM_SET_DEVICE_ATTR of KVM_DEV_ARM_VGIC_GRP_ADDR

def place = { d, type, at -> d.ioctl KVM_SET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: type, value: at }
test('an attribute that is no multiple of 4 KiB: EINVAL') { expect(errno: EINVAL) { place device(vm { }), KVM_VGIC_V2_ADDR_TYPE_DIST, 0x2c001010 } }
test('an attribute beyond the guest\'s addresses: E2BIG') { expect(errno: E2BIG) { place device(vm { }), KVM_VGIC_V2_ADDR_TYPE_DIST, end } }
test('an attribute set twice: EEXIST') {
  def d = device(vm { })
  place d, KVM_VGIC_V2_ADDR_TYPE_DIST, 0x2c001000
  expect(errno: EEXIST) { place d, KVM_VGIC_V2_ADDR_TYPE_DIST, 0x2c001000 }
}
test('an unknown attribute: ENXIO; an unknown group: ENXIO') {
  def d = device(vm { })
  expect(errno: ENXIO) { place d, 99, 0x2c001000 }
  expect(errno: ENXIO) { d.ioctl KVM_SET_DEVICE_ATTR, group: 99, attr: 0, value: 0 }
}
test('an address comes back from KVM_GET_DEVICE_ATTR; one that was not set is all ones') {
  def d = device(vm { })
  place d, KVM_VGIC_V2_ADDR_TYPE_DIST, 0x2c001000
  expect { d.ioctl(KVM_GET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V2_ADDR_TYPE_DIST, value: 0).value == 0x2c001000 }
  expect { d.ioctl(KVM_GET_DEVICE_ATTR, group: KVM_DEV_ARM_VGIC_GRP_ADDR, attr: KVM_VGIC_V2_ADDR_TYPE_CPU, value: 0).value == 0xffffffffffffffff }
}
test('windows of attributes that overlap are taken, and the first KVM_RUN is refused: EINVAL') {
  def m = vm { vcpu(0) { start 0x40000000 } }
  def d = device(m)
  place d, KVM_VGIC_V2_ADDR_TYPE_DIST, 0x2c001000
  place d, KVM_VGIC_V2_ADDR_TYPE_CPU, 0x2c000000
  expect(errno: EINVAL) { m.run within: 20.s }
}
test('the old call after the attribute: EEXIST') {
  def m = vm { }
  place device(m), KVM_VGIC_V2_ADDR_TYPE_DIST, 0x2c001000
  expect(errno: EEXIST) { m.ioctl KVM_ARM_SET_DEVICE_ADDR, id: dist, addr: 0x2c001000 }
}

// --- KVM_IRQ_LINE

def spi = { number -> KVM_ARM_IRQ_TYPE_SPI << KVM_ARM_IRQ_TYPE_SHIFT | number }
test('shared interrupt 32 can be raised; 5000, which there is not: EINVAL') {
  def m = vm { vgic dist: 0x2c001000, cpu: 0x2c002000; vcpu(0) { start 0x40000000 } }
  expect { m.ioctl(KVM_IRQ_LINE, irq: spi(32), level: 1) == 0 }
  expect(errno: EINVAL) { m.ioctl KVM_IRQ_LINE, irq: spi(5000), level: 1 }
}
