// The tables of a powerpc guest's DMA (TCE): H_GET_TCE and user space's mapping of the table read what H_PUT_TCE, H_PUT_TCE_INDIRECT and H_STUFF_TCE wrote; the
// boundaries of a table, its offset, its pages, several tables, and the errnos of their creation.
//   kvmsh test scripts/suite/ppc/tce.groovy -b qemu:ppc64

needs boards: ['qemu:ppc64', 'qemu:ppc64-powernv']
needs cap: KVM_CAP_SPAPR_TCE_64
needs asm: ppc64le

def at = 0x1000, list = 0x8000, there = 0xfff000, door = 0x1000000, entries = 0x20000
def GET = 0x1c, PUT = 0x20, INDIRECT = 0x13c, STUFF = 0x138, PARAMETER = -4L
def code = asm(ppc64le, at: at, '''
1:      ld 3, 0(14); cmpdi 3, 0; beq 2f
        ld 4, 8(14); ld 5, 16(14); ld 6, 24(14); ld 7, 32(14); addi 14, 14, 40
        sc 1
        std 3, 0(15); std 4, 8(15); addi 15, 15, 16
        b 1b
2:      std 3, 0(16)
        b .
''').bytes
def machine = { ->
  def m = vm {
    platform SPAPR
    memory at: 0, size: 16.MB
    load at: at, bytes: code
    vcpu(0) { start at }
  }
  [INDIRECT, STUFF].each { m.ioctl KVM_ENABLE_CAP, cap: KVM_CAP_PPC_ENABLE_HCALL, args: [it, 1] }
  m
}
def prepare = { m, hcalls ->
  m.mem list, u64: hcalls.collectMany { h -> (0..4).collect { (h[it] ?: 0) as long } } + [0L]
  [r14: list, r15: there, r16: door, pc: at].each { k, n -> m.vcpu(0).reg k, n }
}
def calls = { m, hcalls ->
  prepare m, hcalls
  m.run until: mmio, within: 20.s
  def seen = m.mem(there, 16 * hcalls.size())
  (0..<hcalls.size()).collect { i -> [seen.u64(16 * i) as long, seen.u64(16 * i + 8) as long] }
}
def table = { m, liobn, size, shift = 12, offset = 0 -> m.ioctl(KVM_CREATE_SPAPR_TCE_64, liobn: liobn, page_shift: shift, flags: 0, offset: offset, size: size) as int }
def value = { n -> 0x3 | (n as long) << 16 }

[[12, 0, 512], [16, 0, 512], [12, 0x800, 64], [16, 0x10000, 64]].each { shift, offset, size ->
  test("H_PUT_TCE writes one entry of a table of $size pages of 2^$shift from $offset: H_GET_TCE and user space read it there, and nothing beside it", source: 'api.rst 4.98; PAPR, H_PUT_TCE; arch/powerpc/kvm/book3s_64_vio.c', bringup: 133) {
    def m = machine(), fd = table(m, 0x80000001L, size, shift, offset)
    [0, 1, 31, size - 2, size - 1].each { n ->
      def ioba = (offset + n as long) << shift
      def seen = calls(m, [[PUT, 0x80000001L, ioba, value(n & 0x7f)], [GET, 0x80000001L, ioba]])
      expect { seen[0][0] == 0 && seen[1] == [0L, value(n & 0x7f)] }
    }
    def window = m.descriptor(fd).map(64.KB).bytes(0, 8 * size).toList()
    def word = { n -> (7..0).inject(0L) { sum, i -> sum << 8 | window[8 * n + i] & 0xff } }
    expect { (0..<size).findAll { word(it) != 0 && !(it in [0, 1, 31, size - 2, size - 1]) } == [] && [0, 1, 31, size - 2, size - 1].every { word(it) == value(it & 0x7f) } }
  }
  test("behind and before a table of $size pages of 2^$shift from $offset is nothing: H_PARAMETER", source: 'api.rst 4.98; arch/powerpc/kvm/book3s_64_vio.c, kvmppc_ioba_validate', bringup: 133) {
    def m = machine(), last = (offset + size as long) << shift
    table m, 5, size, shift, offset
    expect { calls(m, [[PUT, 5, last, value(1)], [GET, 5, last], [STUFF, 5, last, 0, 1], [INDIRECT, 5, last, entries, 1]])*.getAt(0) == [PARAMETER] * 4 }
    if (offset) expect { calls(m, [[PUT, 5, (offset - 1L) << shift, value(1)], [GET, 5, 0]])*.getAt(0) == [PARAMETER] * 2 }
    expect { calls(m, [[GET, 5, last - (1L << shift)]])[0] == [0L, 0L] }
  }
}
test('H_STUFF_TCE writes one value to as many entries as it says', source: 'PAPR, H_STUFF_TCE; arch/powerpc/kvm/book3s_64_vio.c', bringup: 133) {
  def m = machine()
  table m, 5, 64
  def seen = calls(m, [[PUT, 5, 0x3000, value(7)], [PUT, 5, 0x8000, value(8)], [STUFF, 5, 0x4000, 0x5550000, 4]] + (3..8).collect { [GET, 5, 0x1000 * it] })
  expect { seen[2][0] == 0 && seen.drop(3) == [[0L, value(7)]] + [[0L, 0x5550000L]] * 4 + [[0L, value(8)]] }
}
test('H_STUFF_TCE with the rights to read or write: H_PARAMETER', source: 'arch/powerpc/kvm/book3s_64_vio.c, kvmppc_h_stuff_tce', bringup: 133) { def m = machine(); table m, 5, 64; expect { calls(m, [[STUFF, 5, 0, 0x10003, 1], [GET, 5, 0]]) *.getAt(0) == [PARAMETER, 0L] } }
test('H_PUT_TCE_INDIRECT writes the entries of a page of the guest, big-endian', source: 'PAPR, H_PUT_TCE_INDIRECT; arch/powerpc/kvm/book3s_64_vio.c', bringup: 133) {
  def m = machine()
  table m, 5, 64
  m.mem entries, bytes: (1..5).collectMany { n -> (7..0).collect { value(n) >> 8 * it & 0xff } } as byte[]
  def seen = calls(m, [[INDIRECT, 5, 0x6000, entries, 4]] + (5..10).collect { [GET, 5, 0x1000 * it] })
  expect { seen[0][0] == 0 && seen.drop(1) == [[0L, 0L]] + (1..4).collect { [0L, value(it)] } + [[0L, 0L]] }
}
[['a list that does not begin a page', entries + 8, 1], ['513 entries', entries, 513]].each { name, from, n ->
  test("H_PUT_TCE_INDIRECT with $name: H_PARAMETER", source: 'arch/powerpc/kvm/book3s_64_vio.c, kvmppc_h_put_tce_indirect', bringup: 133) { def m = machine(); table m, 5, 1024; expect { calls(m, [[INDIRECT, 5, 0, from, n]])[0][0] == PARAMETER } }
}
[H_STUFF_TCE: [STUFF, 5, 62L << 12, 0, 3], H_PUT_TCE_INDIRECT: [INDIRECT, 5, 62L << 12, entries, 3]].each { name, h ->
  test("$name of three entries of which one is behind the table: H_PARAMETER", source: 'PAPR; arch/powerpc/kvm/book3s_64_vio.c, kvmppc_ioba_validate', bringup: 133) { def m = machine(); table m, 5, 64; expect { calls(m, [h])[0][0] == PARAMETER } }
}
test('of two tables each has its own entries', source: 'api.rst 4.98; arch/powerpc/kvm/book3s_64_vio.c, kvmppc_find_table', bringup: 133) {
  def m = machine()
  [5, 6].each { table m, it, 64 }
  expect { calls(m, [[PUT, 5, 0x2000, value(1)], [PUT, 6, 0x2000, value(2)], [GET, 5, 0x2000], [GET, 6, 0x2000]]).drop(2) == [[0L, value(1)], [0L, value(2)]] }
}
[['H_PUT_TCE', 0x20, [7, 0x2000, 0x30003]], ['H_GET_TCE', 0x1c, [7, 0x2000]], ['H_STUFF_TCE', 0x138, [7, 0x2000, 0, 2]], ['H_PUT_TCE_INDIRECT', 0x13c, [7, 0x2000, 0x20000, 2]]].each { name, nr, args ->
  test("$name of a table that the kernel does not have goes to user space with its arguments", source: 'api.rst 4.98; PAPR', bringup: 133) {
    def m = machine(), v = m.vcpu(0)
    table m, 5, 64
    prepare m, [[nr] + args]
    v.ioctl KVM_RUN
    expect { v.run.exit_reason == KVM_EXIT_PAPR_HCALL && v.run.papr_hcall.nr == nr && (0..<args.size()).every { v.run.papr_hcall.args[it] == args[it] } }
  }
}
test('H_PUT_TCE of memory that the guest does not have goes to user space', source: 'arch/powerpc/kvm/book3s_64_vio.c, kvmppc_tce_validate', bringup: 133) {
  def m = machine(), v = m.vcpu(0)
  table m, 5, 64
  prepare m, [[PUT, 5, 0, 0x40000003]]
  v.ioctl KVM_RUN
  expect { v.run.exit_reason == KVM_EXIT_PAPR_HCALL && v.run.papr_hcall.nr == PUT && v.run.papr_hcall.args[2] == 0x40000003 }
}
test('KVM_CREATE_SPAPR_TCE: a window of bytes in pages of 4 KiB', source: 'api.rst 4.62', bringup: 133) {
  def m = machine()
  expect { (m.ioctl(KVM_CREATE_SPAPR_TCE, liobn: 9, window_size: 0x10000) as int) > 2 }
  expect { calls(m, [[PUT, 9, 0xf000, value(4)], [GET, 9, 0xf000], [PUT, 9, 0x10000, value(4)]]) *.getAt(0) == [0L, 0L, PARAMETER] }
}
test('a table of a number that there is: EBUSY', source: 'api.rst 4.62, 4.98') { def m = machine(); table m, 5, 64; expect(errno: EBUSY) { table m, 5, 64 } }
[['no pages', [size: 0]], ['a page of 2^11', [page_shift: 11]], ['a page of 2^35', [page_shift: 35]], ['a flag', [flags: 1]], ['an end behind the last address', [offset: -64L >>> 12]]].each { name, more ->
  test("a table with $name: EINVAL", source: 'api.rst 4.98') { expect(errno: EINVAL) { machine().ioctl KVM_CREATE_SPAPR_TCE_64, [liobn: 5, page_shift: 12, flags: 0, offset: 0, size: 64] + more } }
}
