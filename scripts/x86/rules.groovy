// What an x86 kernel answers to calls that break a rule of its interface, a test a rule, on the three kinds of file.
//   kvmsh scripts/x86/rules.groovy
//   kvmsh -b model:x86_64 scripts/x86/rules.groovy
//   kvmsh -b qemu:x86_64 scripts/x86/rules.groovy
//
// One errno has many rules: most of these are EINVAL. What a file does not know is ENOTTY on a VM and EINVAL on the other two; arm64
// answers EINVAL on all three, powerpc ENOTTY.

needs boards: 'x86_64'

// --- /dev/kvm

test('KVM_GET_API_VERSION takes no argument: EINVAL') {
  expect { kvm.ioctl(KVM_GET_API_VERSION) == KVM_API_VERSION }
  expect(errno: EINVAL) { kvm.ioctl KVM_GET_API_VERSION, 1 }
}
test('KVM_GET_VCPU_MMAP_SIZE takes no argument: EINVAL') {
  expect { kvm.ioctl(KVM_GET_VCPU_MMAP_SIZE) == 0x3000 }
  expect(errno: EINVAL) { kvm.ioctl KVM_GET_VCPU_MMAP_SIZE, 1 }
}
test('types of VMs that there are not: EINVAL') {
  [77, 1L << 32, -1].each { type -> expect(errno: EINVAL) { kvm.ioctl KVM_CREATE_VM, type } }
}
test('a capability that does not exist is 0') { expect { kvm.ioctl(KVM_CHECK_EXTENSION, 0xffff) == 0 } }
test('/dev/kvm does not know KVM_S390_ENABLE_SIE: EINVAL') { expect(errno: EINVAL) { kvm.ioctl KVM_S390_ENABLE_SIE } }

// --- a VM

test('a VM does not know KVM_ARM_SET_DEVICE_ADDR: ENOTTY') { expect(errno: ENOTTY) { vm { }.ioctl KVM_ARM_SET_DEVICE_ADDR, 0 } }
test('a VM says what it can as /dev/kvm does') {
  expect { kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_CHECK_EXTENSION_VM) == 1 }
  expect { vm { }.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_USER_MEMORY) == 1 }
}
test('a vCPU whose id is taken: EEXIST') { expect(errno: EEXIST) { vm { vcpu 0 }.ioctl KVM_CREATE_VCPU, 0 } }
test('ids that no vCPU can have: EINVAL') {
  def m = vm { }
  [1L << 30, 0xffffffffL, -1].each { id -> expect(errno: EINVAL) { m.ioctl KVM_CREATE_VCPU, id } }
}
test('a VM without an interrupt controller: ENXIO') {
  def m = vm { }
  expect(errno: ENXIO) { m.ioctl KVM_GET_IRQCHIP, chip_id: 0 }
  expect(errno: ENXIO) { m.ioctl KVM_IRQ_LINE, irq: 0, level: 1 }
}
test('the TSS must end below 4 GiB: EINVAL') {
  def m = vm { }
  expect { m.ioctl(KVM_SET_TSS_ADDR, 0xffffd000L) == 0 }
  [0xffffd001L, 0xffffe000L, 0xfffff000L].each { at -> expect(errno: EINVAL) { m.ioctl KVM_SET_TSS_ADDR, at } }
}

// --- its memory

test('bad pointers: EFAULT') {
  def m = vm { vcpu 0 }
  expect(errno: EFAULT) { m.ioctl KVM_SET_USER_MEMORY_REGION, 0 }
  expect(errno: EFAULT) { m.vcpu(0).ioctl KVM_GET_REGS, 0 }
  expect(errno: EFAULT) { m.vcpu(0).ioctl KVM_SET_SREGS, 0 }
}
test('addresses and sizes that are no whole pages: EINVAL') {
  def m = vm { }
  def at = m.allocate(64.KB).address
  expect(errno: EINVAL) { m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 0, guest_phys_addr: 0x10, memory_size: 0x1000, userspace_addr: at }
  expect(errno: EINVAL) { m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 0, guest_phys_addr: 0, memory_size: 0x1800, userspace_addr: at }
  expect(errno: EINVAL) { m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 0, guest_phys_addr: 0, memory_size: 0x1000, userspace_addr: at + 8 }
}
test('memory that goes beyond 64 bits: EINVAL') {
  def m = vm { }
  def at = m.allocate(64.KB).address
  expect(errno: EINVAL) { m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 0, guest_phys_addr: -0x1000, memory_size: 0x2000, userspace_addr: at }
}
test('slots that there are not: EINVAL') {
  def m = vm { }
  def at = m.allocate(64.KB).address
  [kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_NR_MEMSLOTS), 40000, 0x70001].each { slot ->
    expect(errno: EINVAL) { m.ioctl KVM_SET_USER_MEMORY_REGION, slot: slot, guest_phys_addr: 0, memory_size: 0x1000, userspace_addr: at }
  }
}
test('flags that no slot has: EINVAL') {
  def m = vm { }
  def at = m.allocate(64.KB).address
  expect(errno: EINVAL) { m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 0, flags: 0x80, guest_phys_addr: 0, memory_size: 0x1000, userspace_addr: at }
}
test('memory that is there already under another slot: EEXIST') {
  def m = vm { memory at: 0, size: 64.KB }
  def at = m.allocate(64.KB).address
  [0, 0x8000, 0xf000].each { guest ->
    expect(errno: EEXIST) { m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 1, guest_phys_addr: guest, memory_size: 0x10000, userspace_addr: at }
  }
  expect { m.ioctl(KVM_SET_USER_MEMORY_REGION, slot: 1, guest_phys_addr: 0x10000, memory_size: 0x10000, userspace_addr: at) == 0 }
}
test("a slot's size can't change: EINVAL") {
  def m = vm { }
  def at = m.allocate(64.KB).address
  m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 0, guest_phys_addr: 0, memory_size: 0x10000, userspace_addr: at
  expect(errno: EINVAL) { m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 0, guest_phys_addr: 0, memory_size: 0x8000, userspace_addr: at }
}
test('size 0 deletes a slot, once: EINVAL') {
  def m = vm { memory at: 0, size: 64.KB }
  expect { m.ioctl(KVM_SET_USER_MEMORY_REGION, slot: 0, memory_size: 0) == 0 }
  expect(errno: EINVAL) { m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 0, memory_size: 0 }
}

// --- a vCPU

test('a vCPU does not know KVM_S390_STORE_STATUS: EINVAL') { expect(errno: EINVAL) { vm { vcpu 0 }.vcpu(0).ioctl KVM_S390_STORE_STATUS, 0 } }
