// KVM_IOEVENTFD on any board, for addresses and on x86 for ports: each length, each datamatch value and values that differ in one bit, writes that exit, and
// errnos.
//   kvmsh test scripts/suite/eventfds.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/eventfds.groovy -b qemu:arm64

needs boards: ['x86_64', 'arm64', 'riscv64', 'ppc64']
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_IOEVENTFD

// Each guest writes the value in its second register to the address in its first one, by 1, 2, 4 and 8 bytes at 0, 0x10, 0x20 and 0x30, and then to an
// address that is none. On x86 there is the same for ports behind, by 1, 2 and 4 bytes, and a load and an in. An exit of a port is completed at the next
// entry, if the pc is still there: a nop comes before it.
def GUESTS = [
  x86_64: [mode: x86_64, at: 0, registers: ['rdx', 'rax', 'rcx'], pc: 'rip', end: 'mov %eax, (%rcx); hlt',
           code: ['mov %al, (%rdx)', 'mov %ax, (%rdx)', 'mov %eax, (%rdx)', 'mov %rax, (%rdx)', 'nop; out %al, %dx', 'nop; out %ax, %dx', 'nop; out %eax, %dx', 'mov (%rdx), %ebx', 'nop; in %dx, %eax']],
  arm64: [mode: arm64, at: 0x40000000L, registers: ['x0', 'x1', 'x2'], pc: 'pc', end: 'str w1, [x2]; b .', code: ['strb w1, [x0]', 'strh w1, [x0]', 'str w1, [x0]', 'str x1, [x0]', 'nop', 'nop', 'nop', 'ldr w3, [x0]', 'nop']],
  riscv64: [mode: riscv64, at: 0x80000000L, registers: ['a0', 'a1', 'a2'], pc: 'pc', end: 'sw a1, (a2); j .', code: ['sb a1, (a0)', 'sh a1, (a0)', 'sw a1, (a0)', 'sd a1, (a0)', 'nop', 'nop', 'nop', 'lw a3, (a0)', 'nop']],
  ppc64: [mode: ppc64le, at: 0, registers: ['r3', 'r4', 'r5'], pc: 'pc', end: 'stw 4, 0(5); b .', code: ['stb 4, 0(3)', 'sth 4, 0(3)', 'stw 4, 0(3)', 'std 4, 0(3)', 'nop', 'nop', 'nop', 'lwz 7, 0(3)', 'nop']]]
def G = GUESTS[board.arch], START = G.at + 0x1000, END = 0x18000000L
def code = asm(G.mode, at: START, G.code.withIndex().collect { text, i -> ".org ${0x10 * i}\n$text; $G.end\n" }.join(''))
def STORE = [1: 0, 2: 0x10, 4: 0x20, 8: 0x30], OUT = [1: 0x40, 2: 0x50, 4: 0x60], LOAD = 0x70, IN = 0x80
def VALUE = [1: 0x5a, 2: 0x7b5a, 4: 0x1c3d7b5aL, 8: 0x2143658d1c3d7b5aL]

def machine = {
  vm {
    if (board.arch == 'ppc64') platform SPAPR
    memory at: G.at, size: 256.KB
    load at: START, bytes: code.bytes
    vcpu(0) { if (board.arch == 'x86_64') long64 START, tables: 0x10000; else start START }
  }
}
// Whether the guest's access was an exit.
def exits = { m, entry, at, value ->
  def v = m.vcpu(0)
  m.reg((G.registers[0]): at, (G.registers[1]): value, (G.registers[2]): END, (G.pc): START + entry)
  def e = v.ioctl KVM_RUN, within: 20.s
  if (e.name == 'io') { expect { v.run.io.port == at }; return true }
  expect { e.name == 'mmio' && v.run.mmio.phys_addr in [at, END] }
  v.run.mmio.phys_addr == at
}
// An eventfd that has another address only.
def others = 0
def event = { m -> m.ioeventfd mmio: 0x17000000 + 8 * others++, length: 4 }
def KINDS = [address: [at: 0x10000040L, flag: 0, entries: STORE], port: [at: 0x640, flag: KVM_IOEVENTFD_FLAG_PIO, entries: OUT]]

KINDS.each { kind, k ->
  def a = kind == 'address' ? 'an ' : 'a '
  def assign = { m, e, more = [:] -> m.ioctl KVM_IOEVENTFD, [addr: k.at, fd: e.fd, flags: k.flag | (more.datamatch != null ? KVM_IOEVENTFD_FLAG_DATAMATCH : 0)] + more }
  def deassign = { m, e, more = [:] -> assign m, e, more + [flags: k.flag | KVM_IOEVENTFD_FLAG_DEASSIGN | (more.datamatch != null ? KVM_IOEVENTFD_FLAG_DATAMATCH : 0)] }
  def fitting = { needs kind == 'address' || board.arch == 'x86_64', 'a processor with ports' }

  k.entries.each { len, entry ->
    test("a write of $len bytes to $a$kind is counted and is no exit", source: 'api.rst 4.59', bringup: 130) {
      fitting()
      def m = machine(), e = event(m)
      assign m, e, [len: len]
      3.times { n -> expect { !exits(m, entry, k.at, VALUE[len] + n) } }
      expect { e.count == 3 && e.count == 0 }
    }
    k.entries.findAll { it.key != len }.each { other, otherEntry ->
      test("a write of $other bytes to $a$kind where $len are counted is an exit", source: 'api.rst 4.59', bringup: 130) {
        fitting()
        def m = machine(), e = event(m)
        assign m, e, [len: len]
        expect { exits(m, otherEntry, k.at, VALUE[len]) && e.count == 0 }
      }
    }
    [-8, -1, 1, 8].each { offset ->
      test("a write of $len bytes $offset bytes from a counted $kind is an exit", source: 'api.rst 4.59', bringup: 130) {
        fitting()
        needs board.arch != 'arm64' || offset % len == 0, 'a processor that stores unaligned without page tables'
        needs board.arch == 'x86_64' || offset % len == 0, 'stores that are not aligned'
        def m = machine(), e = event(m)
        assign m, e, [len: len]
        expect { exits(m, entry, k.at + offset, VALUE[len]) && e.count == 0 }
      }
    }
    test("the value that is asked for, of $len bytes at $a$kind, is counted", source: 'api.rst 4.59', bringup: 130) {
      fitting()
      def m = machine(), e = event(m)
      assign m, e, [len: len, datamatch: VALUE[len]]
      expect { !exits(m, entry, k.at, VALUE[len]) && e.count == 1 }
    }
    // Each bit of the value, on one VM: [exit, count].
    def neighbors = { ->
      def m = machine(), e = event(m)
      assign m, e, [len: len, datamatch: VALUE[len]]
      (0..<8 * len).collectEntries { bit -> [bit, [exits(m, entry, k.at, VALUE[len] ^ 1L << bit), e.count as int]] }
    }.memoize()
    (0..<8 * len).each { bit ->
      test("a value of $len bytes at $a$kind that has another bit $bit than the one that is asked for is an exit", source: 'api.rst 4.59', bringup: 130) {
        fitting()
        expect { neighbors()[bit] == [true, 0] }
      }
    }
    test("two values of $len bytes at one $kind: each has its own eventfd", source: 'api.rst 4.59', bringup: 130) {
      fitting()
      def m = machine(), first = event(m), second = event(m)
      assign m, first, [len: len, datamatch: VALUE[len]]
      assign m, second, [len: len, datamatch: VALUE[len] + 1]
      expect { !exits(m, entry, k.at, VALUE[len]) && first.count == 1 && second.count == 0 }
      expect { !exits(m, entry, k.at, VALUE[len] + 1) && first.count == 0 && second.count == 1 }
      expect { exits(m, entry, k.at, VALUE[len] + 2) && first.count == 0 && second.count == 0 }
    }
    test("$a$kind of any length counts a write of $len bytes", source: 'api.rst 4.59', bringup: 130) {
      fitting()
      needs cap: KVM_CAP_IOEVENTFD_ANY_LENGTH
      def m = machine(), e = event(m)
      assign m, e, [len: 0]
      expect { !exits(m, entry, k.at, VALUE[len]) && e.count == 1 }
    }
  }
  def four = k.entries[4]
  test("what is no longer counted at $a$kind is an exit", source: 'api.rst 4.59', bringup: 130) {
    fitting()
    def m = machine(), e = event(m)
    assign m, e, [len: 4]
    deassign m, e, [len: 4]
    expect { exits(m, four, k.at, 1) && e.count == 0 }
  }
  test("of two values at $a$kind the one that is taken away is an exit, and the other is counted", source: 'api.rst 4.59', bringup: 130) {
    fitting()
    def m = machine(), first = event(m), second = event(m)
    assign m, first, [len: 4, datamatch: 7]
    assign m, second, [len: 4, datamatch: 9]
    deassign m, first, [len: 4, datamatch: 7]
    expect { exits(m, four, k.at, 7) && !exits(m, four, k.at, 9) && first.count == 0 && second.count == 1 }
  }
  test("one eventfd at two ${kind}s has the sum", source: 'api.rst 4.59', bringup: 130) {
    fitting()
    def m = machine(), e = event(m)
    assign m, e, [len: 4]
    assign m, e, [len: 4, addr: k.at + 4]
    expect { !exits(m, four, k.at, 7) && !exits(m, four, k.at + 4, 9) && e.count == 2 }
  }
  test("$a$kind that one VM counts is an exit in another", source: 'api.rst 4.59', bringup: 130) {
    fitting()
    def m = machine(), other = machine(), e = event(m)
    assign m, e, [len: 4]
    expect { exits(other, four, k.at, 7) && e.count == 0 }
  }
  test("a read of a counted $kind is an exit", source: 'api.rst 4.59', bringup: 130) {
    fitting()
    def m = machine(), e = event(m)
    assign m, e, [len: 4]
    expect { exits(m, kind == 'port' ? IN : LOAD, k.at, 7) && e.count == 0 }
  }
  [['the same length', [len: 4], [len: 4]], ['the same value', [len: 4, datamatch: 3], [len: 4, datamatch: 3]], ['a value where all are counted', [len: 4], [len: 4, datamatch: 3]],
   ['all where a value is counted', [len: 4, datamatch: 3], [len: 4]], ['any length where one is counted', [len: 4], [len: 0]]].each { name, there, more ->
    test("$a$kind given again with $name: EEXIST, and the first goes on", source: 'api.rst 4.59') {
      fitting()
      def m = machine(), e = event(m), second = event(m)
      assign m, e, there
      expect(errno: EEXIST) { assign m, second, more }
      expect { !exits(m, four, k.at, 3) && e.count == 1 && second.count == 0 }
    }
  }
  [['another value', [datamatch: 4]], ['all values', [datamatch: null]], ['another length', [len: 2]], ['another address', [addr: k.at + 4]]].each { name, more ->
    test("$a$kind that is taken away with $name: ENOENT, and it is still counted", source: 'api.rst 4.59') {
      fitting()
      def m = machine(), e = event(m), there = [len: 4, datamatch: 3]
      assign m, e, there
      expect(errno: ENOENT) { deassign m, e, (there + more).findAll { it.value != null } }
      expect { !exits(m, four, k.at, 3) && e.count == 1 }
    }
  }
  test("$a$kind that is taken away with another eventfd: ENOENT", source: 'api.rst 4.59') {
    fitting()
    def m = machine(), e = event(m), other = event(m)
    assign m, e, [len: 4]
    expect(errno: ENOENT) { deassign m, other, [len: 4] }
    expect { !exits(m, four, k.at, 3) && e.count == 1 }
  }
}
test('a counted port is no address, and a counted address is no port', boards: 'x86_64', source: 'api.rst 4.59', bringup: 130) {
  def m = machine(), port = event(m), address = event(m), at = 0x700
  m.ioctl KVM_IOEVENTFD, addr: 0x700, len: 4, fd: port.fd, flags: KVM_IOEVENTFD_FLAG_PIO
  m.ioctl KVM_IOEVENTFD, addr: 0x10000700L, len: 4, fd: address.fd
  expect { !exits(m, OUT[4], 0x700, 7) && port.count == 1 && address.count == 0 }
  expect { !exits(m, STORE[4], 0x10000700L, 7) && port.count == 0 && address.count == 1 }
  m.ioctl KVM_IOEVENTFD, addr: 0x10000700L, len: 4, fd: address.fd, flags: KVM_IOEVENTFD_FLAG_DEASSIGN
  expect { !exits(m, OUT[4], 0x700, 7) && exits(m, STORE[4], 0x10000700L, 7) }
}
[['a length of 3', [len: 3], EINVAL], ['a length of 16', [len: 16], EINVAL], ['a flag that KVM does not know', [flags: 1 << 10], EINVAL], ['an address whose end is behind the last one', [addr: -2], EINVAL],
 ['a value of no length', [len: 0, flags: KVM_IOEVENTFD_FLAG_DATAMATCH], EINVAL], ['a descriptor that there is not', [fd: 9999], EBADF]].each { name, more, errno ->
  test("KVM_IOEVENTFD with $name: refused", source: 'api.rst 4.59') {
    def m = machine(), e = event(m)
    expect(errno: errno) { m.ioctl KVM_IOEVENTFD, [addr: 0x10000040L, len: 4, fd: e.fd] + more }
    expect { exits(m, STORE[4], 0x10000040L, 7) && e.count == 0 }
  }
}
