// KVM_SET_USER_MEMORY_REGION: a memslot is moved and deleted while the guest reads it; as many memslots as KVM_CAP_NR_MEMSLOTS and no more; a guest without
// any.
//   kvmsh scripts/selftests/set_memory_region.groovy
//
// Linux: tools/testing/selftests/kvm/set_memory_region_test.c

needs boards: ['real', 'emulated', 'remote']
needs boards: 'x86_64'
needs asm: x86_64

def AT = 0xc0000000, SIZE = 2.MB, MMIO = 0xbeef
def seen = [].asSynchronized()

// A guest that reads a number at AT and tells each change by a port; where no memory is there, the number is MMIO.
def machine = {
  seen.clear()
  vm {
    memory at: 0, size: 64.KB
    memory at: AT, size: SIZE
    load at: 0x1000, asm: '''
      read: mov (%rsi), %eax
            cmp %eax, %ecx
            je read
            mov %eax, %ecx
            out %eax, $0x80
            jmp read
    '''
    on(io: 0x80) { e -> seen << e.value }
    on(mmio: AT) { e -> MMIO }
    vcpu(0) { long64 0x1000, tables: 0x2000; regs rsi: AT, rcx: -1 }
  }
}

test('a memslot is moved while the guest reads it', within: 2.min) {
  def m = machine()
  def going = m.start within: 90.s
  def guest = { number -> while (!going.over && (!seen || seen.last() != number)) sleep 1; expect { seen.last() == number } }
  guest 0
  // The guest reads the second page of the memslot now, and not the first.
  m.memory move: AT, at: AT - 4.KB
  m.mem(AT - 4.KB, 4).u32(0, 2)
  sleep 100
  // Before the memslot is where it was: the guest reads from it as soon as it is.
  m.mem(AT - 4.KB, 4).u32(0, 1)
  m.memory move: AT - 4.KB, at: AT
  guest 1
  m.stop()
  going.join()
  // Between deleting the memslot and adding it elsewhere the guest may find no memory.
  expect { seen - [0, 1, MMIO] == [] }
}

test('a memslot is deleted while the guest reads it, and added again empty', within: 2.min) {
  def m = machine()
  m.mem AT, u32: 1
  def going = m.start within: 90.s
  def guest = { number -> while (!going.over && (!seen || seen.last() != number)) sleep 1; expect { seen.last() == number } }
  guest 1
  m.memory remove: AT
  guest MMIO
  m.memory at: AT, size: SIZE
  guest 0
  m.memory remove: AT
  guest MMIO
  // Its page tables and its code.
  m.memory remove: 0
  def end = going.join().toString()
  expect { end.startsWith('shutdown') || end.startsWith('internal_error') && m.regs.rip in 0x1000..0x1006 }
  expect { seen == [1, MMIO, 0, MMIO] }
}

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
