// Coalesced MMIO writes on arm64 and riscv64: each field of the ring's entries, the boundaries of zones, reads, sizes, unregistered zones, a full ring, and errnos.
//   kvmsh test scripts/suite/coalesced.groovy -b qemu:arm64
//   kvmsh test scripts/suite/coalesced.groovy -b qemu:riscv64

needs boards: ['arm64', 'riscv64']
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_COALESCED_MMIO

def GUESTS = [
  arm64: [mode: arm64, at: 0x40000000L, registers: ['x0', 'x1', 'x2', 'x3'], end: 'str w1, [x2]; b .', store: [1: 'strb w1, [x0]', 2: 'strh w1, [x0]', 4: 'str w1, [x0]', 8: 'str x1, [x0]'], load: 'ldr w4, [x0]', loop: '1: str w1, [x0]; add w1, w1, #1; cmp w1, w3; b.ne 1b'],
  riscv64: [mode: riscv64, at: 0x80000000L, registers: ['a0', 'a1', 'a2', 'a3'], end: 'sw a1, (a2); j .', store: [1: 'sb a1, (a0)', 2: 'sh a1, (a0)', 4: 'sw a1, (a0)', 8: 'sd a1, (a0)'], load: 'lw a4, (a0)', loop: '1: sw a1, (a0); addi a1, a1, 1; bne a1, a3, 1b']]
def G = GUESTS[board.arch], AT = 0x10000000L, END = 0x18000000L, VALUE = 0x1122334455667788L
def code = asm(G.mode, at: G.at, ([1, 2, 4, 8].collect { G.store[it] } + [G.load, G.loop]).withIndex().collect { x, i -> ".org ${0x20 * i}\n$x; $G.end\n" }.join(''))
def ENTRY = [1: 0, 2: 0x20, 4: 0x40, 8: 0x60], LOAD = 0x80, LOOP = 0xa0
def machine = { -> vm { memory at: G.at, size: 64.KB; load at: G.at, bytes: code.bytes; vcpu(0) { start G.at } } }
def zone = { m, at, size, pio = 0 -> m.ioctl KVM_REGISTER_COALESCED_MMIO, addr: at, size: size, pio: pio }
def drop = { m, at, size, pio = 0 -> m.ioctl KVM_UNREGISTER_COALESCED_MMIO, addr: at, size: size, pio: pio }
// Where the guest's access ended: its own address, or the one behind it.
def access = { m, entry, at, value = VALUE, last = 0 ->
  m.reg((G.registers[0]): at, (G.registers[1]): value, (G.registers[2]): END, (G.registers[3]): last, pc: G.at + entry)
  expect { m.vcpu(0).ioctl(KVM_RUN, within: 20.s).name == 'mmio' }
  m.vcpu(0).run.mmio.phys_addr
}
def low = { size -> size == 8 ? VALUE : VALUE & (1L << 8 * size) - 1 }
def ring = { m -> m.coalesced().collect { [it.address, it.length, it.value] } }

ENTRY.each { size, entry ->
  test("a write of $size bytes is no exit, and its address, length and data are in the ring", source: 'api.rst 4.116', bringup: 131) {
    def m = machine()
    zone m, AT, 0x40
    expect { access(m, entry, AT + 8) == END && ring(m) == [[AT + 8, size, low(size)]] && ring(m) == [] }
  }
  test("a write of $size bytes: the first and the last place of a zone are in it, those beside it are exits", source: 'api.rst 4.116', bringup: 131) {
    def m = machine()
    zone m, AT, 0x40
    expect { access(m, entry, AT) == END && access(m, entry, AT + 0x40 - size) == END && ring(m)*.getAt(0) == [AT, AT + 0x40 - size] }
    expect { access(m, entry, AT - size) == AT - size && access(m, entry, AT + 0x40) == AT + 0x40 && ring(m) == [] }
  }
}
[2: 0x3e, 4: 0x3c, 8: 0x38].each { size, last ->
  test("a write of $size bytes over the end of a zone is an exit", source: 'api.rst 4.116', bringup: 131) {
    def m = machine()
    zone m, AT, last + size - 1
    expect { access(m, ENTRY[size], AT + last) == AT + last && ring(m) == [] && access(m, ENTRY[size], AT + last - size) == END }
  }
}
test('a read of a zone is an exit', source: 'api.rst 4.116', bringup: 131) { def m = machine(); zone m, AT, 16; expect { access(m, LOAD, AT) == AT && m.vcpu(0).run.mmio.is_write == 0 && ring(m) == [] } }
test('of two zones the one that is taken away is an exit, and the other is not', source: 'api.rst 4.116', bringup: 131) {
  def m = machine()
  zone m, AT, 8
  zone m, AT + 32, 8
  drop m, AT, 8
  expect { access(m, ENTRY[4], AT) == AT && access(m, ENTRY[4], AT + 32) == END && ring(m)*.getAt(0) == [AT + 32] }
}
test('taking a zone away takes those that are in it', source: 'api.rst 4.116; virt/kvm/coalesced_mmio.c', bringup: 131) {
  def m = machine()
  zone m, AT, 8
  zone m, AT + 0x10, 8
  drop m, AT, 8
  drop m, AT + 0x100, 8
  expect { access(m, ENTRY[4], AT) == AT && access(m, ENTRY[4], AT + 0x10) == END }
}
test('a zone of one VM is none of another', source: 'api.rst 4.116', bringup: 131) {
  def m = machine(), other = machine()
  zone m, AT, 8
  expect { access(other, ENTRY[4], AT) == AT && access(m, ENTRY[4], AT) == END && ring(other) == [] && ring(m).size() == 1 }
}
test('a zone of ports is none of addresses', source: 'api.rst 4.116', bringup: 131) {
  needs cap: KVM_CAP_COALESCED_PIO
  def m = machine()
  zone m, AT, 8, 1
  expect { access(m, ENTRY[4], AT) == AT && ring(m) == [] }
  drop m, AT, 8, 1
}
test('writes are in the ring in their order', source: 'api.rst 4.116', bringup: 131) {
  def m = machine()
  zone m, AT, 64
  [[1, 3], [8, 8], [4, 4], [2, 18]].each { size, at -> expect { access(m, ENTRY[size], AT + at) == END } }
  expect { ring(m) == [[AT + 3, 1, low(1)], [AT + 8, 8, low(8)], [AT + 4, 4, low(4)], [AT + 18, 2, low(2)]] }
}
test('a ring that is full: the next write is an exit with its data, and when it is read the ring goes on', source: 'api.rst 4.116; virt/kvm/coalesced_mmio.c', bringup: 131) {
  def m = machine(), room = (4.KB - 8).intdiv(24) - 1
  zone m, AT, 16
  expect { access(m, LOOP, AT, 0, 1000) == AT && m.vcpu(0).run.mmio.is_write == 1 }
  expect { def n = (0..3).inject(0) { s, i -> s | (m.vcpu(0).run.mmio.data[i] & 0xff) << 8 * i }; n == room }
  expect { ring(m) == (0..<room).collect { [AT, 4, it as long] } }
  expect { access(m, ENTRY[4], AT) == END && ring(m) == [[AT, 4, low(4)]] }
}
test('a zone that is neither of ports nor of addresses: EINVAL', source: 'api.rst 4.116') { def m = machine(); expect(errno: EINVAL) { zone m, AT, 8, 2 }; expect(errno: EINVAL) { drop m, AT, 8, 2 } }
