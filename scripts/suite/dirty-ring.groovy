// The dirty ring of a vCPU on any board that has one: each page that the guest writes is in the ring once; the exit when the ring is full; what a reset does;
// sizes and errnos.
//   kvmsh test scripts/suite/dirty-ring.groovy -b qemu:riscv64
//   kvmsh test scripts/suite/dirty-ring.groovy -b qemu:x86_64

needs boards: ['x86_64', 'arm64', 'riscv64']
needs boards: ['real', 'emulated', 'remote']
def CAP = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_DIRTY_LOG_RING_ACQ_REL) ? KVM_CAP_DIRTY_LOG_RING_ACQ_REL : KVM_CAP_DIRTY_LOG_RING
needs kvm.ioctl(KVM_CHECK_EXTENSION, CAP) > 0, 'a dirty ring'

// Each guest stores a word to each page of a list, and then to an address that is none.
def GUESTS = [
  x86_64: [mode: x86_64, at: 0, exit: 0xd0000000L, pc: 'rip', list: 'rsi', end: 'rdi', code: 'next: mov (%rsi), %eax; add $4, %rsi; mov %eax, (%rax); cmp %rdi, %rax; jne next; hlt'],
  arm64: [mode: arm64, at: 0x40000000L, exit: 0x10000000L, pc: 'pc', list: 'x0', end: 'x1', code: 'next: ldr w2, [x0], #4; str w2, [x2]; cmp x2, x1; b.ne next; b .'],
  riscv64: [mode: riscv64, at: 0x80000000L, exit: 0x10000000L, pc: 'pc', list: 'a0', end: 'a1', code: 'next: lwu a2, (a0); addi a0, a0, 4; sw a2, (a2); bne a2, a1, next; j .']]
def G = GUESTS[board.arch], PAGE = board.pageSize, START = G.at + 0x1000, LIST = G.at + 0x20000, SLOT = G.at + 0x1000000L, PAGES = 1500, ENTRIES = 1024
def code = asm(G.mode, at: START, G.code)
def machine = { ->
  def m = vm {
    dirty ring: ENTRIES
    memory at: G.at, size: 256.KB
    load at: START, bytes: code.bytes
    vcpu(0) { if (board.arch == 'x86_64') long64 START, tables: 0x10000; else start START }
  }
  m.ioctl KVM_SET_USER_MEMORY_REGION, slot: 1, flags: KVM_MEM_LOG_DIRTY_PAGES, guest_phys_addr: SLOT, memory_size: PAGES * PAGE, userspace_addr: m.allocate(PAGES * PAGE).address
  m
}
def begin = { m, pages -> m.mem LIST, u32: pages.collect { SLOT + it * PAGE } + [G.exit]; m.reg((G.pc): START, (G.list): LIST, (G.end): G.exit) }
def go = { m -> m.vcpu(0).ioctl(KVM_RUN, within: 20.s).name }
def written = { m -> m.dirty().findAll { it >= SLOT && it < SLOT + PAGES * PAGE }.collect { ((it - SLOT) as long).intdiv(PAGE) as int }.toSorted() }

test('each page that the guest writes is in the ring, once, and not again when it was harvested', source: 'api.rst 8.29', bringup: 103) {
  def m = machine(), some = [0, 1, 7, 63, 64, 500, 1499]
  m.dirty()
  begin m, some
  expect { go(m) == 'mmio' && written(m) == some && written(m) == [] }
  begin m, [7, 9]
  expect { go(m) == 'mmio' && written(m) == [7, 9] }
}
test('a page that is written twice before it is harvested is in the ring once', source: 'api.rst 8.29', bringup: 103) {
  def m = machine()
  m.dirty()
  begin m, [5, 5, 6, 5]
  expect { go(m) == 'mmio' && written(m) == [5, 6] }
}
test('a ring that is full is an exit, and after a harvest the guest goes on', source: 'api.rst 8.29, KVM_EXIT_DIRTY_RING_FULL', bringup: 103) {
  needs board.kind != 'real' || kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_NESTED_STATE) > 0, 'a kernel that counts a page once: others fill the ring beyond its end'
  def m = machine()
  m.dirty()
  begin m, (0..<1200)
  expect { go(m) == 'dirty_ring_full' }
  def first = written(m)
  expect { first.size() > 400 && first.size() <= ENTRIES && first == (0..<first.size()).toList() }
  def name = go(m), all = first
  while (name == 'dirty_ring_full') { all += written(m); name = go(m) }
  all += written(m)
  expect { name == 'mmio' && all.toUnique().toSorted() == (0..<1200).toList() }
}
test('KVM_RESET_DIRTY_RINGS without entries that were harvested is 0', source: 'api.rst 8.29', bringup: 103) { def m = machine(); m.dirty(); begin m, [3]; go m; expect { m.ioctl(KVM_RESET_DIRTY_RINGS) == 0 && written(m) == [3] } }
def enable = { m, size, cap = CAP -> m.ioctl KVM_ENABLE_CAP, cap: cap, args: [size] }
def empty = { -> vm { memory at: G.at, size: 256.KB } }
test('the capability is the largest ring in bytes: that is taken, and twice as much is E2BIG', source: 'api.rst 8.29', bringup: 103) {
  def most = kvm.ioctl(KVM_CHECK_EXTENSION, CAP)
  expect { most >= ENTRIES * 16 && (most & most - 1) == 0 }
  enable empty(), most
  expect(errno: E2BIG) { enable empty(), 2 * most }
}
[['no power of two', 3000 * 16], ['less than a page', 1024], ['nothing', 0]].each { name, size -> test("a ring of $name: EINVAL", source: 'api.rst 8.29') { expect(errno: EINVAL) { enable empty(), size } } }
test('a ring is enabled once, and before there are vCPUs: EINVAL', source: 'api.rst 8.29') {
  def m = empty(), other = empty()
  enable m, ENTRIES * 16
  expect(errno: EINVAL) { enable m, ENTRIES * 16 }
  other.ioctl KVM_CREATE_VCPU, 0
  expect(errno: EINVAL) { enable other, ENTRIES * 16 }
}
test('KVM_GET_DIRTY_LOG of a VM with rings: ENXIO; KVM_RESET_DIRTY_RINGS of one without: EINVAL', source: 'api.rst 8.29') {
  def m = machine(), bits = m.allocate(256)
  expect(errno: ENXIO) { m.ioctl KVM_GET_DIRTY_LOG, slot: 1, dirty_bitmap: bits }
  expect(errno: EINVAL) { empty().ioctl KVM_RESET_DIRTY_RINGS }
}
