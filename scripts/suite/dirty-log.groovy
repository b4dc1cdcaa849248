// The dirty log on any board: KVM_CLEAR_DIRTY_LOG's ranges, refused calls, memslots that are moved, read-only or change their flags, and pages of other
// memslots.
//   kvmsh test scripts/suite/dirty-log.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/dirty-log.groovy -b qemu:arm64

needs boards: ['x86_64', 'arm64', 'riscv64', 'ppc64']
needs boards: ['real', 'emulated', 'remote']

// Each guest stores a word to each page of a list, and then to an address that is none.
def GUESTS = [
  x86_64: [mode: x86_64, at: 0, exit: 0xd0000000L, pc: 'rip', list: 'rsi', end: 'rdi', code: 'next: mov (%rsi), %eax; add $4, %rsi; mov %eax, (%rax); cmp %rdi, %rax; jne next; hlt'],
  arm64: [mode: arm64, at: 0x40000000L, exit: 0x10000000L, pc: 'pc', list: 'x0', end: 'x1', code: 'next: ldr w2, [x0], #4; str w2, [x2]; cmp x2, x1; b.ne next; b .'],
  riscv64: [mode: riscv64, at: 0x80000000L, exit: 0x10000000L, pc: 'pc', list: 'a0', end: 'a1', code: 'next: lwu a2, (a0); addi a0, a0, 4; sw a2, (a2); bne a2, a1, next; j .'],
  ppc64: [mode: ppc64le, at: 0, exit: 0x40000000L, pc: 'pc', list: 'r3', end: 'r4', code: 'next: lwz 5, 0(3); addi 3, 3, 4; stw 5, 0(5); cmpld 5, 4; bne next; b .']]
def G = GUESTS[board.arch], PAGE = board.pageSize, START = G.at + 0x1000, LIST = G.at + 0x3000, SLOT = G.at + 0x1000000L, PAGES = 200
def code = asm(G.mode, at: START, G.code)
def machine = { manual = 0 ->
  def m = vm {
    if (board.arch == 'ppc64') platform SPAPR
    memory at: G.at, size: 256.KB
    load at: START, bytes: code.bytes
    vcpu(0) { if (board.arch == 'x86_64') long64 START, tables: 0x10000; else start START }
  }
  if (manual) m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2, args: [manual]
  m
}
def give = { m, more = [:] ->
  def host = m.allocate(PAGES * PAGE), region = [slot: 1, flags: KVM_MEM_LOG_DIRTY_PAGES, guest_phys_addr: SLOT, memory_size: PAGES * PAGE, userspace_addr: host.address] + more
  m.ioctl KVM_SET_USER_MEMORY_REGION, region
  region
}
def write = { m, pages, from = SLOT ->
  m.mem LIST, u32: pages.collect { from + it * PAGE } + [G.exit]
  m.reg((G.pc): START, (G.list): LIST, (G.end): G.exit)
  def e = m.vcpu(0).ioctl KVM_RUN, within: 20.s
  expect { e.name == 'mmio' && m.vcpu(0).run.mmio.phys_addr == G.exit }
}
def log = { m, id = 1 ->
  def bits = m.allocate(32)
  m.ioctl KVM_GET_DIRTY_LOG, slot: id, dirty_bitmap: bits
  def b = bits.bytes(0, 32)
  (0..<256).findAll { b[it >> 3] & 1 << (it & 7) }
}
def clear = { m, first, count, pages ->
  def bits = m.allocate(32), bytes = [0] * 32
  pages.each { bytes[it - first >> 3] = bytes[it - first >> 3] | 1 << (it - first & 7) }
  bits.write 0, bytes as byte[]
  m.ioctl KVM_CLEAR_DIRTY_LOG, slot: 1, first_page: first, num_pages: count, dirty_bitmap: bits
}
def SOME = [0, 1, 7, 8, 31, 32, 63, 64, 65, 100, 127, 128, 191, 192, 198, 199]

test('of many pages each that is written is in the log, and no other', source: 'api.rst 4.8', bringup: 101) {
  def m = machine()
  give m
  write m, SOME
  expect { log(m) == SOME && log(m) == [] }
  write m, (0..<PAGES)
  expect { log(m) == (0..<PAGES) && log(m) == [] }
}
[[0, 64], [64, 64], [128, 64], [64, 128], [192, 8], [0, 200]].each { first, count ->
  test("KVM_CLEAR_DIRTY_LOG of $count pages from $first: those leave the log, and the others stay", source: 'api.rst 4.117', bringup: 101) {
    needs cap: KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2
    def m = machine(KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE), there = SOME.findAll { it >= first && it < first + count }
    give m
    write m, SOME
    expect { log(m) == SOME }
    clear m, first, count, there
    expect { log(m) == SOME - there }
    write m, there
    expect { log(m) == SOME }
  }
  test("KVM_CLEAR_DIRTY_LOG of one page of $count from $first: it alone leaves the log", source: 'api.rst 4.117', bringup: 101) {
    needs cap: KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2
    def m = machine(KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE), one = SOME.findAll { it >= first && it < first + count }.last()
    give m
    write m, SOME
    expect { log(m) == SOME }
    clear m, first, count, [one]
    expect { log(m) == SOME - one }
  }
}
test('a page that is written and not in the log that was read stays when it is cleared with others', source: 'api.rst 4.117', bringup: 101) {
  needs cap: KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2
  def m = machine(KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE)
  give m
  write m, [3]
  expect { log(m) == [3] }
  write m, [4]
  clear m, 0, 64, [3]
  expect { log(m) == [4] }
}
[['a first page that is no multiple of 64', 1, 64], ['a number of pages that is no multiple of 64', 0, 63], ['pages behind the slot', 192, 64], ['a first page behind the slot', 256, 64]].each { name, first, count ->
  test("KVM_CLEAR_DIRTY_LOG with $name: EINVAL, and the log stays", source: 'api.rst 4.117') {
    needs cap: KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2
    def m = machine(KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE)
    give m
    write m, SOME
    expect { log(m) == SOME }
    expect(errno: EINVAL) { clear m, first, count, [] }
    expect { log(m) == SOME }
  }
}
test('with KVM_DIRTY_LOG_INITIALLY_SET all pages are in the log at first', source: 'api.rst 7.18', bringup: 101) {
  needs cap: KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2, min: 3
  def m = machine(KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE | KVM_DIRTY_LOG_INITIALLY_SET)
  give m
  expect { log(m) == (0..<PAGES) }
}
test('without manual protection KVM_GET_DIRTY_LOG empties the log', source: 'api.rst 4.8', bringup: 101) {
  def m = machine()
  give m
  write m, [5]
  expect { log(m) == [5] && log(m) == [] }
}
test('a slot that is moved has an empty log, and logs at its new address', source: 'api.rst 4.35', bringup: 101) {
  def m = machine(), region = give(m)
  write m, [5]
  m.ioctl KVM_SET_USER_MEMORY_REGION, region + [guest_phys_addr: SLOT + 0x4000000]
  log m
  write m, [9, 70], SLOT + 0x4000000
  expect { log(m) == [9, 70] }
}
test('of two slots each has its own log', source: 'api.rst 4.8', bringup: 101) {
  def m = machine()
  give m
  give m, [slot: 2, guest_phys_addr: SLOT + 0x4000000]
  write m, [3, 70]
  write m, [4, 71], SLOT + 0x4000000
  expect { log(m, 1) == [3, 70] && log(m, 2) == [4, 71] && log(m, 1) == [] && log(m, 2) == [] }
}
test('KVM_GET_DIRTY_LOG leaves the number of the slot that it is asked for', source: 'api.rst 4.8, an input alone', bringup: 101) {
  def m = machine()
  give m
  give m, [slot: 0x2a, guest_phys_addr: SLOT + 0x4000000]
  expect { [1, 0x2a, 1].collect { n -> m.ioctl(KVM_GET_DIRTY_LOG, slot: n, dirty_bitmap: m.allocate(4096).address).slot } == [1, 0x2a, 1] }
}
test('a log of another VM has nothing', source: 'api.rst 4.8', bringup: 101) {
  def m = machine(), other = machine()
  [m, other].each { give it }
  write m, [3]
  expect { log(other) == [] && log(m) == [3] }
}
test('a slot without logging has none: ENOENT, as one that there is not', source: 'api.rst 4.8') {
  def m = machine()
  give m, [flags: 0]
  expect(errno: ENOENT) { log m }
  expect(errno: ENOENT) { log m, 5 }
}
