// What an x86 kernel answers to calls that break a rule of its interface, a test a rule, on the three kinds of file.
//   kvmsh scripts/x86/rules.js
//   kvmsh -b model:x86_64 scripts/x86/rules.js
//   kvmsh -b qemu:x86_64 scripts/x86/rules.js
//
// One errno has many rules: most of these are EINVAL. What a file does not know is ENOTTY on a VM and EINVAL on the other two; arm64
// answers EINVAL on all three, powerpc ENOTTY.

needs({boards: 'x86_64'})

const EMPTY = () => vm({})

// --- /dev/kvm

test('KVM_GET_API_VERSION takes no argument: EINVAL', () => {
  expect(() => kvm.ioctl(KVM_GET_API_VERSION) == KVM_API_VERSION)
  expect({errno: EINVAL}, () => kvm.ioctl(KVM_GET_API_VERSION, 1))
})
test('KVM_GET_VCPU_MMAP_SIZE takes no argument: EINVAL', () => {
  expect(() => kvm.ioctl(KVM_GET_VCPU_MMAP_SIZE) == 0x3000)
  expect({errno: EINVAL}, () => kvm.ioctl(KVM_GET_VCPU_MMAP_SIZE, 1))
})
test('types of VMs that there are not: EINVAL', () => {
  for (const type of [77, 2 ** 32, -1]) { expect({errno: EINVAL}, () => kvm.ioctl(KVM_CREATE_VM, type)) }
})
test('a capability that does not exist is 0', () => { expect(() => kvm.ioctl(KVM_CHECK_EXTENSION, 0xffff) == 0) })
test('/dev/kvm does not know KVM_S390_ENABLE_SIE: EINVAL', () => { expect({errno: EINVAL}, () => kvm.ioctl(KVM_S390_ENABLE_SIE)) })

// --- a VM

test('a VM does not know KVM_ARM_SET_DEVICE_ADDR: ENOTTY', () => { expect({errno: ENOTTY}, () => EMPTY().ioctl(KVM_ARM_SET_DEVICE_ADDR, 0)) })
test('a VM says what it can as /dev/kvm does', () => {
  expect(() => kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_CHECK_EXTENSION_VM) == 1)
  expect(() => EMPTY().ioctl(KVM_CHECK_EXTENSION, KVM_CAP_USER_MEMORY) == 1)
})
test('a vCPU whose id is taken: EEXIST', () => { expect({errno: EEXIST}, () => vm(v => v.vcpu(0)).ioctl(KVM_CREATE_VCPU, 0)) })
test('ids that no vCPU can have: EINVAL', () => {
  const m = EMPTY()
  for (const id of [2 ** 30, 0xffffffff, -1]) { expect({errno: EINVAL}, () => m.ioctl(KVM_CREATE_VCPU, id)) }
})
test('a VM without an interrupt controller: ENXIO', () => {
  const m = EMPTY()
  expect({errno: ENXIO}, () => m.ioctl(KVM_GET_IRQCHIP, {chip_id: 0}))
  expect({errno: ENXIO}, () => m.ioctl(KVM_IRQ_LINE, {irq: 0, level: 1}))
})
test('the TSS must end below 4 GiB: EINVAL', () => {
  const m = EMPTY()
  expect(() => m.ioctl(KVM_SET_TSS_ADDR, 0xffffd000) == 0)
  for (const at of [0xffffd001, 0xffffe000, 0xfffff000]) { expect({errno: EINVAL}, () => m.ioctl(KVM_SET_TSS_ADDR, at)) }
})

// --- its memory

test('bad pointers: EFAULT', () => {
  const m = vm(v => v.vcpu(0))
  expect({errno: EFAULT}, () => m.ioctl(KVM_SET_USER_MEMORY_REGION, 0))
  expect({errno: EFAULT}, () => m.vcpu(0).ioctl(KVM_GET_REGS, 0))
  expect({errno: EFAULT}, () => m.vcpu(0).ioctl(KVM_SET_SREGS, 0))
})
test('addresses and sizes that are no whole pages: EINVAL', () => {
  const m = EMPTY()
  const at = m.allocate(KB(64)).address
  expect({errno: EINVAL}, () => m.ioctl(KVM_SET_USER_MEMORY_REGION, {slot: 0, guest_phys_addr: 0x10, memory_size: 0x1000, userspace_addr: at}))
  expect({errno: EINVAL}, () => m.ioctl(KVM_SET_USER_MEMORY_REGION, {slot: 0, guest_phys_addr: 0, memory_size: 0x1800, userspace_addr: at}))
  expect({errno: EINVAL}, () => m.ioctl(KVM_SET_USER_MEMORY_REGION, {slot: 0, guest_phys_addr: 0, memory_size: 0x1000, userspace_addr: at + 8n}))
})
test('memory that goes beyond 64 bits: EINVAL', () => {
  const m = EMPTY()
  const at = m.allocate(KB(64)).address
  expect({errno: EINVAL}, () => m.ioctl(KVM_SET_USER_MEMORY_REGION, {slot: 0, guest_phys_addr: -0x1000, memory_size: 0x2000, userspace_addr: at}))
})
test('slots that there are not: EINVAL', () => {
  const m = EMPTY()
  const at = m.allocate(KB(64)).address
  for (const slot of [kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_NR_MEMSLOTS), 40000, 0x70001]) {
    expect({errno: EINVAL}, () => m.ioctl(KVM_SET_USER_MEMORY_REGION, {slot, guest_phys_addr: 0, memory_size: 0x1000, userspace_addr: at}))
  }
})
test('flags that no slot has: EINVAL', () => {
  const m = EMPTY()
  const at = m.allocate(KB(64)).address
  expect({errno: EINVAL}, () => m.ioctl(KVM_SET_USER_MEMORY_REGION, {slot: 0, flags: 0x80, guest_phys_addr: 0, memory_size: 0x1000, userspace_addr: at}))
})
test('memory that is there already under another slot: EEXIST', () => {
  const m = vm({memory: {at: 0, size: KB(64)}})
  const at = m.allocate(KB(64)).address
  for (const guest of [0, 0x8000, 0xf000]) {
    expect({errno: EEXIST}, () => m.ioctl(KVM_SET_USER_MEMORY_REGION, {slot: 1, guest_phys_addr: guest, memory_size: 0x10000, userspace_addr: at}))
  }
  expect(() => m.ioctl(KVM_SET_USER_MEMORY_REGION, {slot: 1, guest_phys_addr: 0x10000, memory_size: 0x10000, userspace_addr: at}) == 0)
})
test("a slot's size can't change: EINVAL", () => {
  const m = EMPTY()
  const at = m.allocate(KB(64)).address
  m.ioctl(KVM_SET_USER_MEMORY_REGION, {slot: 0, guest_phys_addr: 0, memory_size: 0x10000, userspace_addr: at})
  expect({errno: EINVAL}, () => m.ioctl(KVM_SET_USER_MEMORY_REGION, {slot: 0, guest_phys_addr: 0, memory_size: 0x8000, userspace_addr: at}))
})
test('size 0 deletes a slot, once: EINVAL', () => {
  const m = vm({memory: {at: 0, size: KB(64)}})
  expect(() => m.ioctl(KVM_SET_USER_MEMORY_REGION, {slot: 0, memory_size: 0}) == 0)
  expect({errno: EINVAL}, () => m.ioctl(KVM_SET_USER_MEMORY_REGION, {slot: 0, memory_size: 0}))
})

// --- a vCPU

test('a vCPU does not know KVM_S390_STORE_STATUS: EINVAL', () => { expect({errno: EINVAL}, () => vm(v => v.vcpu(0)).vcpu(0).ioctl(KVM_S390_STORE_STATUS, 0)) })
