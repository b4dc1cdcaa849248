// Emulated accesses that cross the end of a page or the end of memory, rep movs to and from an address without memory, and a compare-and-exchange on a page of
// the guest's own page tables.
//   kvmsh test scripts/suite/x86/mmio-pages.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/mmio-pages.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs asm: x86_64

def DOOR = 0xd0000000L, DATA = 0x3000
def machine = { text, at = DOOR ->
  vm {
    memory at: 0, size: 128.KB
    load at: 0x1000, asm: "$text; mov %rax, $DATA; pushf; popq ${DATA + 8}; hlt"
    vcpu(0) { long64 0x1000, tables: 0x10000; regs rsp: 0x9000, rbx: at, rsi: DATA + 0x100, rdi: DATA + 0x200, rax: 0x1122334455667788L, rcx: 2 }
  }
}
def enter = { v -> v.ioctl(KVM_RUN, within: 20.s).name }
def bytes = { v, n -> (0..<n).collect { v.run.mmio.data[it] & 0xff } }
// All exits of the guest: address, length, and the bytes of a store, or those that a load is answered with, which count up from 0xf1.
def accesses = { m ->
  def v = m.vcpu(0), found = [], next = 0xf1
  while (enter(v) == 'mmio') {
    def n = v.run.mmio.len
    if (v.run.mmio.is_write) found << [v.run.mmio.phys_addr - DOOR, 'w'] + bytes(v, n)
    else { found << [v.run.mmio.phys_addr - DOOR, 'r', n]; n.times { v.run.mmio.data[it] = next; next++ } }
    expect { found.size() < 20 }
  }
  expect { v.run.exit_reason == KVM_EXIT_HLT }
  found
}
def rax = { m -> m.mem(DATA, 8).u64(0) }

test('rep movs of memory to an address that is none: each word in its order', source: 'api.rst 5, KVM_EXIT_MMIO', bringup: 73) {
  def m = machine 'mov %rbx, %rdi; rep movsl; mov %rcx, %rax'
  m.mem DATA + 0x100, u32: [0x44332211, 0x08070605]
  expect { accesses(m) == [[0, 'w', 0x11, 0x22, 0x33, 0x44], [4, 'w', 5, 6, 7, 8]] && rax(m) == 0 && m.regs.rdi == DOOR + 8 && m.regs.rsi == DATA + 0x108 }
}
test('rep movs of an address that is none to memory: each word in its order', source: 'api.rst 5, KVM_EXIT_MMIO', bringup: 73) {
  def m = machine 'mov %rbx, %rsi; rep movsw; mov %rcx, %rax'
  expect { accesses(m)*.get(1) == ['r', 'r'] && m.mem(DATA + 0x200, 4).u32(0) == 0xf4f3f2f1L && m.regs.rsi == DOOR + 4 && m.regs.rdi == DATA + 0x204 }
}
// Over the end of a page an access is two, one for each page.
[[2, 1], [4, 1], [4, 2], [4, 3], [8, 3], [8, 5]].each { size, first ->
  def register = [2: '%ax', 4: '%eax', 8: '%rax'][size], all = [0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11].take(size)
  test("a store of $size bytes, $first of which are the last of a page: an exit for each page", source: 'arch/x86/kvm/x86.c, emulator_read_write', bringup: 73) {
    def m = machine "mov $register, (%rbx)", DOOR + 0x1000 - first
    expect { accesses(m) == [[0x1000 - first, 'w'] + all.take(first), [0x1000, 'w'] + all.drop(first)] }
  }
  test("a load of $size bytes, $first of which are the last of a page: an exit for each page, and the guest gets both answers", source: 'arch/x86/kvm/x86.c, emulator_read_write', bringup: 73) {
    def m = machine "xor %eax, %eax; mov (%rbx), $register", DOOR + 0x1000 - first
    expect { accesses(m) == [[0x1000 - first, 'r', first], [0x1000, 'r', size - first]] }
    expect { m.mem(DATA, 8).bytes.collect { it & 0xff } == (0..7).collect { it < size ? 0xf1 + it : 0 } }
  }
}
test('a store over the end of memory: memory has the first bytes, and the rest is an exit', source: 'arch/x86/kvm/x86.c, emulator_read_write', bringup: 73) {
  def m = machine 'mov %rax, (%rbx)', 0x1fffd
  def v = m.vcpu(0)
  expect { enter(v) == 'mmio' && v.run.mmio.phys_addr == 0x20000 && v.run.mmio.len == 5 && bytes(v, 5) == [0x55, 0x44, 0x33, 0x22, 0x11] }
  expect { enter(v) == 'hlt' && m.mem(0x1fffd, 3).bytes.collect { it & 0xff } == [0x88, 0x77, 0x66] }
}
test('a load over the end of memory: the guest gets the last bytes of memory and the answer', source: 'arch/x86/kvm/x86.c, emulator_read_write', bringup: 73) {
  def m = machine('mov (%rbx), %rax', 0x1fffe), v = m.vcpu(0)
  m.mem 0x1fffe, bytes: [0x21, 0x43] as byte[]
  expect { enter(v) == 'mmio' && v.run.mmio.phys_addr == 0x20000 && v.run.mmio.len == 6 && v.run.mmio.is_write == 0 }
  6.times { v.run.mmio.data[it] = 0xa0 + it }
  expect { enter(v) == 'hlt' && rax(m) == 0xa5a4a3a2a1a04321 }
}
// The first page of the tables is one that KVM may have made read-only, to see what the guest writes to it.
['cmpxchg %rdx, (%rbx)', 'lock cmpxchg %edx, (%rbx)', 'lock xadd %rdx, (%rbx)', 'lock bts $9, (%rbx)', 'mov %rdx, (%rbx)', 'xchg %dx, (%rbx)'].each { text ->
  test("'$text' to a page of the guest's own page tables: it is written, and in the dirty log", source: 'api.rst 4.8; arch/x86/kvm/x86.c, emulator_cmpxchg_emulated', bringup: 73) {
    def m = vm {
      memory at: 0, size: 64.KB
      memory at: 0x10000, size: 64.KB, log: true
      load at: 0x1000, asm: "mov 0x9000, %rax; mov (%rbx), %rax; out %al, \$0x80; $text; mov %cr3, %rcx; mov %rcx, %cr3; mov 0x9000, %rcx; out %al, \$0x81"
      vcpu(0) { long64 0x1000, tables: 0x10000; regs rsp: 0x9000, rbx: 0x10ff0, rdx: 0x777000 }
    }, v = m.vcpu(0)
    def log = { def bits = m.allocate(8); m.ioctl KVM_GET_DIRTY_LOG, slot: 1, dirty_bitmap: bits; bits.bytes(0, 2).collect { it & 0xff } }
    expect { enter(v) == 'io' && v.run.io.port == 0x80 }
    log()
    expect { log() == [0, 0] }
    expect { enter(v) == 'io' && v.run.io.port == 0x81 }
    expect { m.mem(0x10ff0, 8).u64(0) != 0 && (log()[0] & 1) == 1 }
  }
}
