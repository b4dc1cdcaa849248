// The dirty ring: each field of its entries, their order, pages of several memslots, what is harvested and reset, a full ring, rings of two vCPUs, and errnos.
//   kvmsh test scripts/suite/x86/dirty-ring.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/dirty-ring.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_DIRTY_LOG_RING
needs asm: x86_64

def PAGE = 4.KB, SLOT = 0x1000000L, LIST = 0x3000, PAGES = 200, SIZE = 16.KB, ENTRIES = SIZE.intdiv(16) as int
// The guest stores a word to each address of a list that 0 ends.
def code = asm(x86_64, at: 0x1000, "next: mov (%rsi), %eax; add \$4, %rsi; test %eax, %eax; jz done; movl \$0x55, (%rax); jmp next\n done: nop; out %al, \$0x80; hlt")
def machine = { size = SIZE, cap = KVM_CAP_DIRTY_LOG_RING ->
  vm {
    ioctl KVM_ENABLE_CAP, cap: cap, args: [size]
    memory at: 0, size: 256.KB
    load at: 0x1000, bytes: code.bytes
    vcpu(0) { long64 0x1000, tables: 0x10000 }
  }
}
def slot = { m, id = 1, at = SLOT, flags = KVM_MEM_LOG_DIRTY_PAGES, host = null ->
  host = host ?: m.allocate(PAGES * PAGE)
  m.ioctl KVM_SET_USER_MEMORY_REGION, slot: id, flags: flags, guest_phys_addr: at, memory_size: PAGES * PAGE, userspace_addr: host.address
  host
}
def fds = { m -> m.steps.all.collectMany { it.calls }.findAll { it.name == 'KVM_CREATE_VCPU' }*.answer }
def ring = { m, size = SIZE -> m.descriptor(fds(m)[0] as int).map(size, offset: KVM_DIRTY_LOG_PAGE_OFFSET * PAGE) }
def number = { b, at, n -> (0..<n).collect { (b[at + it] & 0xffL) << 8 * it }.sum() }
// The entries from one on that are dirty: [slot, offset], and nothing behind them is.
def dirty = { r, from = 0, most = 64 ->
  def b = r.bytes(16 * from, 16 * most), all = []
  for (int i = 0; i < most && number(b, 16 * i, 4) == KVM_DIRTY_GFN_F_DIRTY; i++) all << [number(b, 16 * i + 4, 4), number(b, 16 * i + 8, 8)]
  all
}
def harvest = { r, from, count -> count.times { r.write 16 * ((from + it) % ENTRIES), [KVM_DIRTY_GFN_F_RESET & 0xff, 0, 0, 0] as byte[] } }
def write = { m, addresses ->
  m.mem LIST, u32: addresses + [0]
  m.reg rip: 0x1000, rsi: LIST
  def v = m.vcpu(0), e = v.ioctl(KVM_RUN, within: 20.s)
  e.name == 'io' ? v.run.io.port : e.name
}
def at = { pages -> pages.collect { SLOT + it * PAGE + 4 * it } }

test('a page that the guest writes is an entry: flags, slot and offset, once', source: 'api.rst 8.29', bringup: 103) {
  def m = machine(), r
  slot m
  r = ring m
  expect { dirty(r) == [] }
  expect { write(m, at([7, 7])) == 0x80 && dirty(r) == [[1, 7]] && write(m, at([7])) == 0x80 && dirty(r) == [[1, 7]] }
}
test('pages are entries in the order of their writes', source: 'api.rst 8.29', bringup: 103) { def m = machine(), r; slot m; r = ring m; expect { write(m, at([5, 0, 199, 64, 63])) == 0x80 && dirty(r) == [5, 0, 199, 64, 63].collect { [1, it] } } }
test('pages of two slots have the number of theirs, and a slot that is not logged has none', source: 'api.rst 8.29', bringup: 103) {
  def m = machine(), r
  slot m
  slot m, 9, SLOT + 0x1000000
  slot m, 3, SLOT + 0x2000000, 0
  r = ring m
  expect { write(m, [SLOT + 3 * PAGE, SLOT + 0x1000000 + 5 * PAGE, SLOT + 0x2000000, SLOT + 4 * PAGE]) == 0x80 && dirty(r) == [[1, 3], [9, 5], [1, 4]] }
}
test('KVM_RESET_DIRTY_RINGS: as many as were harvested, whose pages are entries again when they are written', source: 'api.rst 4.126, 8.29', bringup: 103) {
  def m = machine(), r
  slot m
  r = ring m
  write m, at([1, 2, 3, 70])
  expect { m.ioctl(KVM_RESET_DIRTY_RINGS) == 0 }
  harvest r, 0, 3
  expect { m.ioctl(KVM_RESET_DIRTY_RINGS) == 3 && number(r.bytes(0, 4), 0, 4) == 0 && number(r.bytes(48, 4), 0, 4) == KVM_DIRTY_GFN_F_DIRTY }
  expect { write(m, at([1, 70, 3, 2])) == 0x80 && dirty(r, 3) == [[1, 70], [1, 1], [1, 3], [1, 2]] }
  harvest r, 3, 4
  expect { m.ioctl(KVM_RESET_DIRTY_RINGS) == 4 && m.ioctl(KVM_RESET_DIRTY_RINGS) == 0 }
}
test('pages far apart and below one another are all reset', source: 'dirty_ring.c, kvm_dirty_ring_reset', bringup: 103) {
  def m = machine(), r, pages = [100, 60, 37, 163, 164, 99, 0, 199, 64, 128]
  slot m
  r = ring m
  write m, at(pages)
  harvest r, 0, pages.size()
  expect { m.ioctl(KVM_RESET_DIRTY_RINGS) == pages.size() && write(m, at(pages.reverse())) == 0x80 && dirty(r, pages.size()) == pages.reverse().collect { [1, it] } }
}
test('a full ring is an exit before the next write, and the guest goes on when it is reset', source: 'api.rst 5, KVM_EXIT_DIRTY_RING_FULL', bringup: 103) {
  needs board.kind != 'real' || kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_NESTED_STATE) > 0, 'a kernel that counts a page once: others fill the ring beyond its end'
  def m = machine(4.KB), r, v = m.vcpu(0), seen = [], from = 0
  slot m
  slot m, 2, SLOT + 0x1000000
  r = ring m, 4.KB
  def result = write m, at(0..<PAGES) + (0..<PAGES).collect { SLOT + 0x1000000 + it * PAGE }
  for (int turn = 0; turn < 400 && result == 'dirty_ring_full'; turn++) {
    expect { v.run.exit_reason == KVM_EXIT_DIRTY_RING_FULL }
    def b = r.bytes(0, 4.KB as int), n = 0
    while (n < 256 && number(b, 16 * ((from + n) % 256), 4) == KVM_DIRTY_GFN_F_DIRTY) { seen << [number(b, 16 * ((from + n) % 256) + 4, 4), number(b, 16 * ((from + n) % 256) + 8, 8)]; n++ }
    expect { n > 0 && n < 256 }
    n.times { r.write 16 * ((from + it) % 256), [2, 0, 0, 0] as byte[] }
    expect { m.ioctl(KVM_RESET_DIRTY_RINGS) == n }
    from = (from + n) % 256
    def e = v.ioctl(KVM_RUN, within: 20.s)
    result = e.name == 'io' ? v.run.io.port : e.name
  }
  expect { result == 0x80 && seen.size() >= 100 && seen.unique(false) == ((0..<PAGES).collect { [1L, it as long] } + (0..<PAGES).collect { [2L, it as long] }).take(seen.unique(false).size()) }
}
test('a ring that is full stays an exit until it is reset', source: 'api.rst 5, KVM_EXIT_DIRTY_RING_FULL', bringup: 103) {
  needs board.kind != 'real' || kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_NESTED_STATE) > 0, 'a kernel that counts a page once: others fill the ring beyond its end'
  def m = machine(4.KB)
  slot m
  expect { write(m, at(0..<PAGES)) == 'dirty_ring_full' }
  2.times { expect { m.vcpu(0).ioctl(KVM_RUN, within: 20.s).name == 'dirty_ring_full' } }
}
test('with a ring there is no bitmap: ENXIO', source: 'api.rst 8.29', bringup: 103) {
  def m = machine(), bits = m.allocate(64)
  slot m
  expect(errno: ENXIO) { m.ioctl KVM_GET_DIRTY_LOG, slot: 1, dirty_bitmap: bits }
}
test('without a ring there is none to reset or to map', source: 'api.rst 4.126', bringup: 103) {
  def m = vm { memory at: 0, size: 64.KB; vcpu 0 }
  expect(errno: EINVAL) { m.ioctl KVM_RESET_DIRTY_RINGS }
}
[['no power of two', 12.KB, EINVAL], ['less than a page', 2.KB, EINVAL], ['0', 0, EINVAL]].each { name, size, errno -> test("a ring whose size is $name: ${errno}", source: 'api.rst 8.29', bringup: 103) { expect(errno: errno) { vm { memory at: 0, size: 64.KB }.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_DIRTY_LOG_RING, args: [size] } } }
test('a ring larger than the most: E2BIG; a second time, or behind a vCPU: EINVAL', source: 'api.rst 8.29', bringup: 103) {
  def most = kvm.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_DIRTY_LOG_RING)
  expect(errno: E2BIG) { vm { memory at: 0, size: 64.KB }.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_DIRTY_LOG_RING, args: [2L * most] }
  expect(errno: EINVAL) { machine().ioctl KVM_ENABLE_CAP, cap: KVM_CAP_DIRTY_LOG_RING, args: [SIZE] }
  expect(errno: EINVAL) { vm { vcpu 0 }.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_DIRTY_LOG_RING, args: [SIZE] }
  expect { attempt { vm { memory at: 0, size: 64.KB }.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_DIRTY_LOG_RING, args: [most] } == null }
}
test('KVM_CAP_DIRTY_LOG_RING_ACQ_REL is the same ring', source: 'api.rst 8.29', bringup: 103) {
  needs cap: KVM_CAP_DIRTY_LOG_RING_ACQ_REL
  def m = machine(SIZE, KVM_CAP_DIRTY_LOG_RING_ACQ_REL), r
  slot m
  r = ring m
  expect { write(m, at([7, 9])) == 0x80 && dirty(r) == [[1, 7], [1, 9]] }
}
test('what KVM itself writes to the guest is an entry too', source: 'api.rst 8.29', bringup: 103) {
  def m = machine(), r, v = m.vcpu(0)
  slot m
  r = ring m
  needs v.ioctl(KVM_SET_MSRS, entries: [[index: 0x4b564d01, data: SLOT + 11 * PAGE + 1]]) == 1, 'KVM_SYSTEM_TIME_NEW'
  expect { write(m, at([3])) == 0x80 && dirty(r).toSet() == [[1, 11], [1, 3]].toSet() }
}
test('the ring of a vCPU has its own writes alone', source: 'api.rst 8.29', bringup: 103) {
  def m = vm {
    ioctl KVM_ENABLE_CAP, cap: KVM_CAP_DIRTY_LOG_RING, args: [SIZE]
    memory at: 0, size: 256.KB
    load at: 0x1000, bytes: code.bytes
    vcpu(0) { long64 0x1000, tables: 0x10000 }
    vcpu(1) { long64 0x1000, tables: 0x18000 }
  }
  slot m
  def rings = fds(m).collect { m.descriptor(it as int).map(SIZE, offset: KVM_DIRTY_LOG_PAGE_OFFSET * PAGE) }
  write m, at([4])
  m.mem LIST, u32: at([8]) + [0]
  def regs = m.vcpu(1).ioctl KVM_GET_REGS
  regs.rip = 0x1000
  regs.rsi = LIST
  m.vcpu(1).ioctl KVM_SET_REGS, regs
  expect { m.vcpu(1).ioctl(KVM_RUN, within: 20.s).name == 'io' && dirty(rings[0]) == [[1, 4]] && dirty(rings[1]) == [[1, 8]] }
  rings.each { r -> r.write 0, [2, 0, 0, 0] as byte[] }
  expect { m.ioctl(KVM_RESET_DIRTY_RINGS) == 2 }
}
