// Coalesced writes of x86: each field of the ring's entries, the boundaries of zones, reads, sizes, unregistered zones, and errnos.
//   kvmsh test scripts/suite/x86/coalesced.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/coalesced.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs cap: KVM_CAP_COALESCED_MMIO
needs asm: x86_64

def AT = 0xd0000000L, PORT = 0x640
def code = asm(x86_64, at: 0x1000, '''
        mov %al, (%rdx); hlt
  .org 0x10
        mov %ax, (%rdx); hlt
  .org 0x20
        mov %eax, (%rdx); hlt
  .org 0x30
        mov %rax, (%rdx); hlt
  .org 0x40
        mov (%rdx), %ebx; hlt
  .org 0x50
        nop; out %al, %dx; hlt
  .org 0x60
        nop; out %ax, %dx; hlt
  .org 0x70
        nop; out %eax, %dx; hlt
  .org 0x80
        nop; in %dx, %eax; hlt
''')
def STORE = [1: 0x1000, 2: 0x1010, 4: 0x1020, 8: 0x1030], OUT = [1: 0x1050, 2: 0x1060, 4: 0x1070], VALUE = 0x1122334455667788L
def machine = {
  vm {
    memory at: 0, size: 128.KB
    load at: 0x1000, bytes: code.bytes
    vcpu(0) { long64 0x1000, tables: 0x10000 }
  }
}
def zone = { m, kind, at, size -> m.ioctl KVM_REGISTER_COALESCED_MMIO, addr: at, size: size, pio: kind == 'port' ? 1 : 0 }
def drop = { m, kind, at, size -> m.ioctl KVM_UNREGISTER_COALESCED_MMIO, addr: at, size: size, pio: kind == 'port' ? 1 : 0 }
def access = { m, entry, at -> m.reg rip: entry, rdx: at, rax: VALUE; m.vcpu(0).ioctl(KVM_RUN, within: 20.s).name }
def low = { size -> size == 8 ? VALUE : VALUE & (1L << 8 * size) - 1 }
def ring = { m -> m.coalesced().collect { it.reason == KVM_EXIT_MMIO ? ['address', it.address, it.length, it.value] : ['port', it.port, it.size, it.value] } }
def KINDS = [address: [AT, STORE, 0x1040, 'mmio'], port: [PORT, OUT, 0x1080, 'io']]

KINDS.each { kind, k ->
  def at = k[0] as long, entries = k[1] as Map, read = k[2], exit = k[3]
  def fitting = { if (kind == 'port') needs cap: KVM_CAP_COALESCED_PIO }
  entries.each { size, entry ->
    test("a write of $size bytes, $kind: no exit, and its address, length and data are in the ring", source: 'api.rst 4.116', bringup: 131) {
      fitting()
      def m = machine()
      zone m, kind, at, 16
      expect { access(m, entry, at + 4) == 'hlt' && ring(m) == [[kind, at + 4, size, low(size)]] && ring(m) == [] }
    }
    test("a write of $size bytes, $kind: the first and the last place of the zone are in it, those beside it are exits", source: 'api.rst 4.116', bringup: 131) {
      fitting()
      def m = machine()
      zone m, kind, at, 16
      expect { access(m, entry, at) == 'hlt' && access(m, entry, at + 16 - size) == 'hlt' }
      expect { ring(m)*.getAt(1) == [at, at + 16 - size] }
      expect { access(m, entry, at - size) == exit && access(m, entry, at + 16) == exit && ring(m) == [] }
    }
  }
  [2, 4].each { size ->
    test("a write of $size bytes over the end of a zone, $kind: an exit", source: 'api.rst 4.116', bringup: 131) {
      fitting()
      def m = machine()
      zone m, kind, at, 16
      expect { access(m, entries[size], at + 15) == exit && ring(m) == [] }
    }
  }
  test("a read of a zone, $kind: an exit", source: 'api.rst 4.116', bringup: 131) {
    fitting()
    def m = machine()
    zone m, kind, at, 16
    expect { access(m, read, at) == exit && ring(m) == [] }
  }
  test("of two zones the one that is taken away is an exit, $kind, and the other is not", source: 'api.rst 4.116', bringup: 131) {
    fitting()
    def m = machine()
    zone m, kind, at, 8
    zone m, kind, at + 32, 8
    drop m, kind, at, 8
    expect { access(m, entries[4], at) == exit && access(m, entries[4], at + 32) == 'hlt' && ring(m)*.getAt(1) == [at + 32] }
  }
  test("a zone of one VM is none of another, $kind", source: 'api.rst 4.116', bringup: 131) {
    fitting()
    def m = machine(), other = machine()
    zone m, kind, at, 8
    expect { access(other, entries[4], at) == exit && ring(m) == [] }
  }
}
test('a port and an address of the same number are two zones', source: 'api.rst 4.116', bringup: 131) {
  needs cap: KVM_CAP_COALESCED_PIO
  def m = machine()
  zone m, 'port', PORT, 8
  expect { access(m, OUT[4], PORT) == 'hlt' && access(m, STORE[4], AT + PORT) == 'mmio' && ring(m) == [['port', PORT, 4, low(4)]] }
}
test('writes are in the ring in their order', source: 'api.rst 4.116', bringup: 131) {
  needs cap: KVM_CAP_COALESCED_PIO
  def m = machine()
  zone m, 'port', PORT, 8
  zone m, 'address', AT, 8
  [[OUT[1], PORT], [STORE[8], AT], [OUT[4], PORT + 4], [STORE[2], AT + 2]].each { entry, at -> expect { access(m, entry, at) == 'hlt' } }
  expect { ring(m) == [['port', PORT, 1, low(1)], ['address', AT, 8, low(8)], ['port', PORT + 4, 4, low(4)], ['address', AT + 2, 2, low(2)]] }
}
test('a zone that is neither of ports nor of addresses: EINVAL', source: 'api.rst 4.116', bringup: 131) {
  def m = machine()
  expect(errno: EINVAL) { m.ioctl KVM_REGISTER_COALESCED_MMIO, addr: AT, size: 8, pio: 2 }
  expect(errno: EINVAL) { m.ioctl KVM_UNREGISTER_COALESCED_MMIO, addr: AT, size: 8, pio: 2 }
}
