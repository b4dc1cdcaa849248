// KVM_SET_USER_MEMORY_REGION: as many memslots as KVM_CAP_NR_MEMSLOTS and no more, and a guest without any.
//   kvmsh scripts/selftests/set_memory_region.groovy
//
// Linux: tools/testing/selftests/kvm/set_memory_region_test.c

needs boards: ['real', 'emulated', 'remote']
needs boards: 'x86_64'

test('a guest without memory: KVM cannot emulate its first instruction') {
  def m = vm { vcpu 0 }
  m.ioctl KVM_SET_NR_MMU_PAGES, 64
  m.run within: 20.s
  expect exit: internal_error
}

test('KVM_CAP_NR_MEMSLOTS memslots, and no more: EINVAL', within: 5.min) {
  // What a kernel keeps of 32,764 memslots.
  needs memory: 768.MB
  def most = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_NR_MEMSLOTS)
  expect { most > 0 }
  def m = vm { }
  // The same page behind all of them: what is counted are memslots, not memory.
  def page = m.allocate 4.KB
  def add = { slot -> m.ioctl KVM_SET_USER_MEMORY_REGION, slot: slot, guest_phys_addr: slot * 2.MB, memory_size: 4.KB, userspace_addr: page.address }
  most.times { add it }
  expect(errno: EINVAL) { add most }
  m.close()
}
