// Memslots on any board: guest writes to a memslot, at its boundaries, and when it is moved, deleted, read-only or logged; the errnos of invalid memslots.
//   kvmsh test scripts/suite/memslots.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/memslots.groovy -b qemu:arm64

needs boards: ['x86_64', 'arm64', 'riscv64', 'ppc64']
needs boards: ['real', 'emulated', 'remote']

// Each guest stores a word at the address in the first register, loads it again, and stores that at an address that is no memory. at: where its memory begins;
// exit: an address that is none; mode: how it is assembled; registers: the address, the value, what was loaded, the exit's address.
def GUESTS = [
  x86_64: [mode: x86_64, at: 0, exit: 0xd0000000L, registers: ['rax', 'rbx', 'rcx', 'rdx'], pc: 'rip', code: 'mov %ebx, (%rax); mov (%rax), %ecx; mov %ecx, (%rdx); hlt'],
  arm64: [mode: arm64, at: 0x40000000L, exit: 0x10000000L, registers: ['x0', 'x1', 'x2', 'x3'], pc: 'pc', code: 'str w1, [x0]; ldr w2, [x0]; str w2, [x3]; b .'],
  riscv64: [mode: riscv64, at: 0x80000000L, exit: 0x10000000L, registers: ['a0', 'a1', 'a2', 'a3'], pc: 'pc', code: 'sw a1, (a0); lw a2, (a0); sw a2, (a3); j .'],
  ppc64: [mode: ppc64le, at: 0, exit: 0x40000000L, registers: ['r3', 'r4', 'r5', 'r6'], pc: 'pc', code: 'stw 4, 0(3); lwz 5, 0(3); stw 5, 0(6); b .']]
def G = GUESTS[board.arch], PAGE = board.pageSize
def START = G.at + 0x1000, SLOT = G.at + 0x1000000L, PAGES = 130
def code = asm(G.mode, at: START, G.code)

def machine = {
  vm {
    if (board.arch == 'ppc64') platform SPAPR
    memory at: G.at, size: 256.KB
    load at: START, bytes: code.bytes
    vcpu(0) { if (board.arch == 'x86_64') long64 START, tables: 0x10000; else start START }
  }
}
def give = { m, more -> m.ioctl KVM_SET_USER_MEMORY_REGION, more }
def slot = { m, more = [:] ->
  def size = (more.memory_size ?: PAGES * PAGE) as long, host = m.allocate(size)
  give m, [slot: 1, guest_phys_addr: SLOT, memory_size: size, userspace_addr: host.address] + more
  host
}
// Where the guest's access ended, and what was loaded.
def access = { m, at, value ->
  def v = m.vcpu(0)
  G.registers.eachWithIndex { r, i -> m.reg r, [at, value, 0, G.exit][i] }
  m.reg G.pc, START
  def e = v.ioctl KVM_RUN, within: 20.s
  expect { e.name == 'mmio' }
  [at: v.run.mmio.phys_addr, write: v.run.mmio.is_write, len: v.run.mmio.len, data: (0..3).collect { (v.run.mmio.data[it] & 0xffL) << 8 * it }.sum()]
}
def left = [at: G.exit, write: 1, len: 4]
def word = { host, at -> def b = host.bytes(at, 4); (0..3).collect { (b[it] & 0xffL) << 8 * it }.sum() }
def log = { m, id = 1, pages = PAGES ->
  def bits = m.allocate(pages.intdiv(64) * 8 + 8)
  m.ioctl KVM_GET_DIRTY_LOG, slot: id, dirty_bitmap: bits
  def b = bits.bytes(0, bits.size)
  (0..<bits.size * 8).findAll { b[it >> 3] & 1 << (it & 7) }
}

[0, 1, 63, 64, 65, 127, 128, 129].each { page ->
  test("page $page of a slot: the guest's write is there and in no other page, and the guest loads it", source: 'api.rst 4.8, 4.35', bringup: 40) {
    def m = machine(), host = slot(m), at = page * PAGE + 4 * page
    expect { access(m, SLOT + at, 0x11220000L + page) == left + [data: 0x11220000L + page] }
    expect { word(host, at) == 0x11220000L + page }
    ([0, 1, 2, 62, 63, 64, 65, 66, 126, 127, 128, 129] - page).each { other -> expect { word(host, other * PAGE + 4 * page) == 0 } }
  }
  test("page $page of a slot that is logged is in the log alone, once", source: 'api.rst 4.8, 4.35', bringup: 40) {
    def m = machine()
    slot m, [flags: KVM_MEM_LOG_DIRTY_PAGES]
    expect { log(m) == [] }
    access m, SLOT + page * PAGE + 0xffc, 1
    expect { log(m) == [page] }
    expect { log(m) == [] }
    access m, SLOT + page * PAGE, 2
    expect { log(m) == [page] }
  }
}
test('two slots that touch: each has its own last and first word, and its own log', source: 'api.rst 4.8, 4.35', bringup: 40) {
  def m = machine(), first = slot(m, [flags: KVM_MEM_LOG_DIRTY_PAGES])
  def second = slot(m, [slot: 2, guest_phys_addr: SLOT + PAGES * PAGE, flags: KVM_MEM_LOG_DIRTY_PAGES])
  access m, SLOT + PAGES * PAGE - 4, 0x33333333
  expect { log(m, 1) == [PAGES - 1] && log(m, 2) == [] }
  access m, SLOT + PAGES * PAGE, 0x44444444
  expect { log(m, 1) == [] && log(m, 2) == [0] }
  expect { word(first, PAGES * PAGE - 4) == 0x33333333 && word(second, 0) == 0x44444444 }
}
[before: -4, behind: 0].each { name, offset ->
  test("the word $name a slot is none: an exit with its address, its length and its data", source: 'api.rst 4.8, 4.35', bringup: 40) {
    def m = machine()
    slot m
    def at = offset < 0 ? SLOT + offset : SLOT + PAGES * PAGE
    expect { access(m, at, 0x55667788) == [at: at, write: 1, len: 4, data: 0x55667788] }
  }
}
test('a slot that is deleted is none, and its log is none: ENOENT', source: 'api.rst 4.8, 4.35') {
  def m = machine()
  slot m, [flags: KVM_MEM_LOG_DIRTY_PAGES]
  expect { access(m, SLOT, 7) == left + [data: 7] }
  give m, [slot: 1, guest_phys_addr: SLOT]
  expect { access(m, SLOT, 8) == [at: SLOT, write: 1, len: 4, data: 8] }
  expect(errno: ENOENT) { log m }
}
test('a slot that is moved has its memory at the new address and none at the old', source: 'api.rst 4.8, 4.35', bringup: 40) {
  def m = machine(), host = slot(m)
  access m, SLOT + 0x2000, 0x99
  give m, [slot: 1, guest_phys_addr: SLOT + 0x4000000, memory_size: PAGES * PAGE, userspace_addr: host.address]
  expect { access(m, SLOT + 0x4002000, 0x77) == left + [data: 0x77] }
  expect { word(host, 0x2000) == 0x77 }
  expect { access(m, SLOT + 0x2000, 0x66).at == SLOT + 0x2000 }
}
test('a slot that is made again with other memory has that', source: 'api.rst 4.8, 4.35', bringup: 40) {
  def m = machine(), old = slot(m)
  access m, SLOT, 0x1234
  give m, [slot: 1, guest_phys_addr: SLOT]
  def host = slot(m)
  access m, SLOT, 0x5678
  expect { word(old, 0) == 0x1234 && word(host, 0) == 0x5678 }
}
test('logging that is turned on later logs from then on, and none when it is off', source: 'api.rst 4.8, 4.35', bringup: 40) {
  def m = machine(), host = slot(m), same = [slot: 1, guest_phys_addr: SLOT, memory_size: PAGES * PAGE, userspace_addr: host.address]
  access m, SLOT + 3 * PAGE, 1
  give m, same + [flags: KVM_MEM_LOG_DIRTY_PAGES]
  expect { log(m) == [] }
  [5, 3].each { access m, SLOT + it * PAGE, 2 }
  expect { log(m) == [3, 5] }
  give m, same
  expect(errno: ENOENT) { log m }
}
test('pages that are cleared leave the log, and the others stay in it', source: 'api.rst 4.117', bringup: 100) {
  needs cap: KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2
  def m = machine()
  m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_MANUAL_DIRTY_LOG_PROTECT2, args: [KVM_DIRTY_LOG_MANUAL_PROTECT_ENABLE]
  slot m, [flags: KVM_MEM_LOG_DIRTY_PAGES]
  [2, 64, 70].each { access m, SLOT + it * PAGE, 3 }
  expect { log(m) == [2, 64, 70] }
  expect { log(m) == [2, 64, 70] }
  def bits = m.allocate(8)
  bits.write 0, [0x40, 0, 0, 0, 0, 0, 0, 0] as byte[]
  m.ioctl KVM_CLEAR_DIRTY_LOG, slot: 1, first_page: 64, num_pages: 64, dirty_bitmap: bits
  expect { log(m) == [2, 64] }
  access m, SLOT + 70 * PAGE, 4
  expect { log(m) == [2, 64, 70] }
}
test('a read-only slot: the guest loads, and its store is an exit that changes nothing', source: 'api.rst 4.8, 4.35', bringup: 40) {
  needs cap: KVM_CAP_READONLY_MEM
  def m = machine(), host = slot(m, [flags: KVM_MEM_READONLY])
  host.write 0, [0x78, 0x56, 0x34, 0x12] as byte[]
  expect { access(m, SLOT, 0x99) == [at: SLOT, write: 1, len: 4, data: 0x99] }
  def e = m.vcpu(0).ioctl KVM_RUN, within: 20.s
  expect { e.name == 'mmio' && m.vcpu(0).run.mmio.phys_addr == G.exit && m.reg(G.registers[2]) == 0x12345678 }
  expect { word(host, 0) == 0x12345678 }
}

// Wrong slots: nothing of them is taken.
def right = { m -> [slot: 1, guest_phys_addr: SLOT, memory_size: 4 * 64.KB, userspace_addr: m.allocate(5 * 64.KB).address] }
[['a size that is no multiple of a page', EINVAL, { it.memory_size -= 1 }], ['an address that is no multiple of a page', EINVAL, { it.guest_phys_addr += 0x800 }],
 ['memory of the host that is not aligned', EINVAL, { it.userspace_addr += 0x800 }], ['a flag that KVM does not know', EINVAL, { it.flags = 1L << 30 }],
 ['a size that ends behind the last address', EINVAL, { it.guest_phys_addr = -64.KB }], ['a slot that overlaps the first', EEXIST, { it.guest_phys_addr = G.at }],
 ['a slot that overlaps the end of the first', EEXIST, { it.guest_phys_addr = G.at + 192.KB }], ['an address space that there is not', EINVAL, { it.slot = 1 | 7 << 16 }],
 ['memory of the host above that of programs', EINVAL, { it.userspace_addr = 0xffff_8000_0000_0000L as long }], ['size 0 of a slot that there is not', EINVAL, { it.memory_size = 0 }]].each { name, errno, damage ->
  test("$name: refused", source: 'api.rst 4.8, 4.35') {
    def m = machine(), region = right(m)
    damage region
    expect(errno: errno) { give m, region }
    expect { access(m, SLOT, 0x12).at == SLOT }
  }
}
[['another size', { it.memory_size = 64.KB }], ['read-only', { it.flags = KVM_MEM_READONLY }]].each { name, damage ->
  test("a slot that there is, given again with $name: EINVAL, and it stays", source: 'api.rst 4.8, 4.35') {
    needs cap: KVM_CAP_READONLY_MEM
    def m = machine(), region = right(m)
    give m, region
    def changed = [:] + region
    damage changed
    expect(errno: EINVAL) { give m, changed }
    expect { access(m, SLOT + 128.KB, 0x12) == left + [data: 0x12] }
  }
}
test('as many slots as KVM_CAP_NR_MEMSLOTS, and not one more', source: 'api.rst 4.8, 4.35', bringup: 40) {
  def m = machine(), n = m.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_NR_MEMSLOTS), host = m.allocate(64.KB)
  expect { n >= 32 }
  give m, [slot: n - 1, guest_phys_addr: SLOT, memory_size: 64.KB, userspace_addr: host.address]
  expect { access(m, SLOT, 0x21) == left + [data: 0x21] }
  expect(errno: EINVAL) { give m, [slot: n, guest_phys_addr: SLOT + 0x100000, memory_size: 64.KB, userspace_addr: host.address] }
}
