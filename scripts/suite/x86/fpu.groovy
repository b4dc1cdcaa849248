// KVM_GET_FPU, KVM_GET_XSAVE and KVM_GET_XCRS and the ioctls that set them, field by field: set, read back, read by the guest, set by the guest, carried by a
// snapshot and a move.
//   kvmsh test scripts/suite/x86/fpu.groovy -b qemu:x86_64
//   kvmsh test scripts/suite/x86/fpu.groovy -b kvm

needs boards: 'x86_64'
needs boards: ['real', 'emulated', 'remote']
needs asm: x86_64

def SEEN = 0x4000, READS = 0x1000, LOADS = 0x1100, XREADS = 0x1200, XLOADS = 0x1300, GETBV = 0x1400, SETBV = 0x1500
def codes = [(READS): "fxsave64 $SEEN", (LOADS): "fxrstor64 $SEEN", (XREADS): "xor %ecx, %ecx; xgetbv; xsave64 $SEEN", (XLOADS): "xor %ecx, %ecx; xgetbv; xrstor64 $SEEN",
             (GETBV): "xor %ecx, %ecx; xgetbv; mov %eax, $SEEN; mov %edx, ${SEEN + 4}", (SETBV): "xor %ecx, %ecx; mov $SEEN, %eax; xor %edx, %edx; xsetbv"]
  .collectEntries { at, text -> [at, asm(x86_64, at: at, text + '; hlt').bytes] }
def machine = {
  vm {
    memory at: 0, size: 256.KB
    cpuid
    codes.each { to, bytes -> load at: to, bytes: bytes }
    vcpu(0) { long64 READS, tables: 0x20000; reg cr4: 0x40620 }
    vcpu(1) { long64 READS, tables: 0x28000; reg cr4: 0x40620 }
  }
}
def halted = { m, at -> m.regs.rip = at; m.run until: hlt, within: 20.s, vcpu: 0 }
// An x87 register has ten bytes, of a number that is normal.
def FPR = { n, turn -> (0..7).collect { n * 16 + it + 1 + 0x80 * turn & 0xff }.with { it[7] |= 0x80; it } + [0x10 + n, 0x3f + turn] }
def XMM = { n, turn -> (0..15).collect { n * 11 + it * 3 + 7 + 0x55 * turn & 0xff } }
def YMM = { n, turn -> (0..15).collect { n * 13 + it * 5 + 9 + 0x44 * turn & 0xff } }
def WORDS = { turn -> [fcw: [0x27f, 0xf7f][turn], fsw: [0x0100, 0x4200][turn], ftwx: [0xa5, 0x5a][turn]] }
def setFpu = { v, turn ->
  def f = v.ioctl KVM_GET_FPU
  8.times { n -> FPR(n, turn).eachWithIndex { x, i -> f.fpr[16 * n + i] = x } }
  16.times { n -> XMM(n, turn).eachWithIndex { x, i -> f.xmm[16 * n + i] = x } }
  WORDS(turn).each { name, to -> f."$name" = to }
  v.ioctl KVM_SET_FPU, f
}
def getFpu = { v ->
  def f = v.ioctl KVM_GET_FPU
  def x = [fcw: f.fcw, fsw: f.fsw, ftwx: f.ftwx]
  8.times { n -> x["st$n" as String] = (0..9).collect { f.fpr[16 * n + it] & 0xff } }
  16.times { n -> x["xmm$n" as String] = (0..15).collect { f.xmm[16 * n + it] & 0xff } }
  x
}
def right = { turn -> WORDS(turn) + (0..7).collectEntries { [("st$it" as String), FPR(it, turn)] } + (0..15).collectEntries { [("xmm$it" as String), XMM(it, turn)] } }
// The image that fxsave writes.
def image = { b ->
  def x = [fcw: b[0] | b[1] << 8, fsw: b[2] | b[3] << 8, ftwx: b[4]]
  8.times { n -> x["st$n" as String] = b[32 + 16 * n..41 + 16 * n] }
  16.times { n -> x["xmm$n" as String] = b[160 + 16 * n..175 + 16 * n] }
  x
}
def imageOf = { turn ->
  def b = [0] * 512, w = WORDS(turn)
  b[0] = w.fcw & 0xff; b[1] = w.fcw >> 8; b[2] = w.fsw & 0xff; b[3] = w.fsw >> 8; b[4] = w.ftwx; b[24] = 0x80; b[25] = [0x3f, 0x5f][turn]
  8.times { n -> FPR(n, turn).eachWithIndex { x, i -> b[32 + 16 * n + i] = x } }
  16.times { n -> XMM(n, turn).eachWithIndex { x, i -> b[160 + 16 * n + i] = x } }
  b
}
def bytesAt = { m, n -> m.mem(SEEN, n).bytes.collect { it & 0xff } }
def put = { m, list -> m.mem SEEN, bytes: list.collect { it as byte } as byte[] }

// KVM_SET_FPU does not mark the registers as in use: those of a guest that has not used them stay as they were after reset.
def used = {
  def m = machine()
  put m, imageOf(1)
  halted m, LOADS
  m
}
def all = { ->
  def m = used(), v = m.vcpu(0), found = [:], neighbor = getFpu(m.vcpu(1))
  setFpu v, 0
  found.set = getFpu v
  found.unchanged = neighbor == getFpu(m.vcpu(1))
  halted m, READS
  found.seen = image bytesAt(m, 512)
  put m, imageOf(1)
  halted m, LOADS
  found.guests = getFpu v
  def fresh = used()
  setFpu fresh.vcpu(0), 0
  def before = fresh.snapshot()
  setFpu fresh.vcpu(0), 1
  fresh.restore before
  found.restored = getFpu fresh.vcpu(0)
  def move = fresh.moved()
  found.moved = move.done ? move.differences : ['did not move']
  found.there = getFpu fresh.vcpu(0)
  found
}.memoize()
right(0).keySet().each { name ->
  test("$name: KVM_GET_FPU and the guest get what KVM_SET_FPU has set", source: 'api.rst 4.22, 4.42 to 4.45', bringup: 143) {
    expect { all().set[name] == right(0)[name] }
    expect { all().seen[name] == right(0)[name] }
  }
  test("$name: KVM_GET_FPU gets what the guest has loaded", source: 'api.rst 4.22, 4.42 to 4.45', bringup: 143) { expect { all().guests[name] == right(1)[name] } }
  test("$name: a snapshot and a move carry it", source: 'api.rst 4.22, 4.42 to 4.45', bringup: 143) { expect { all().restored[name] == right(0)[name] && all().there[name] == right(0)[name] } }
}
test('a move finds no difference in the FPU', source: 'api.rst 4.22, 4.42 to 4.45', bringup: 163) { expect { all().moved == [] } }
test('registers of the FPU that are set on a vCPU are not those of another', source: 'api.rst 4.22, 4.42 to 4.45', bringup: 143) { expect { all().unchanged } }
['last_opcode', 'last_ip', 'last_dp'].eachWithIndex { name, i ->
  test("$name: KVM_GET_FPU gets what KVM_SET_FPU has set", source: 'api.rst 4.22, 4.42 to 4.45', bringup: 143) {
    def v = machine().vcpu(0), f = v.ioctl(KVM_GET_FPU), to = [0x3ab, 0x123456789aL, 0x2233445566L][i]
    f."$name" = to
    v.ioctl KVM_SET_FPU, f
    expect { v.ioctl(KVM_GET_FPU)."$name" == to }
  }
}

// KVM_SET_XSAVE: the components that XCR0 can have, at the offsets that CPUID gives.
def leaf = { index -> kvm.ioctl(KVM_GET_SUPPORTED_CPUID, nent: 256).entries.find { it.function == 0xd && it.index == index } }
def xsave = { leaf(0) != null && leaf(0).eax != 0 }
def area = { v -> def x = v.ioctl KVM_GET_XSAVE; (0..1023).collectMany { def w = x.region[it] & 0xffffffffL; (0..3).collect { b -> w >> 8 * b & 0xff } } }
def setArea = { v, b -> v.ioctl KVM_SET_XSAVE, region: (0..1023).collect { i -> (0..3).collect { b[4 * i + it] << 8 * it }.sum() & 0xffffffffL } }
def wide = { turn, bits ->
  def b = imageOf(turn) + [0] * 3584
  b[28] = 0xff; b[29] = 0xff
  b[512] = bits & 0xff; b[513] = bits >> 8
  if (bits & 4) 16.times { n -> YMM(n, turn).eachWithIndex { x, i -> b[(leaf(2).ebx as int) + 16 * n + i] = x } }
  b
}
def xall = { ->
  def bits = (leaf(0).eax & 7) as int, m = machine(), v = m.vcpu(0), found = [:], at = bits & 4 ? leaf(2).ebx as int : 0
  found.bits = bits
  v.ioctl KVM_SET_XCRS, nr_xcrs: 1, xcrs: [[xcr: 0, value: bits]]
  setArea v, wide(0, bits)
  found.set = area v
  halted m, XREADS
  found.seen = bytesAt m, 1024
  put m, wide(1, bits).take(1024)
  halted m, XLOADS
  found.guests = area v
  def fresh = machine()
  fresh.vcpu(0).ioctl KVM_SET_XCRS, nr_xcrs: 1, xcrs: [[xcr: 0, value: bits]]
  setArea fresh.vcpu(0), wide(0, bits)
  def before = fresh.snapshot()
  setArea fresh.vcpu(0), wide(1, bits)
  fresh.restore before
  found.restored = area fresh.vcpu(0)
  found.moved = fresh.moved().done
  found.there = area fresh.vcpu(0)
  found.at = at
  found
}.memoize()
16.times { n ->
  test("ymm$n: KVM_GET_XSAVE and the guest get what KVM_SET_XSAVE has set, and KVM_GET_XSAVE what the guest has loaded", source: 'api.rst 4.22, 4.42 to 4.45', bringup: 143) {
    needs cap: KVM_CAP_XSAVE
    needs xsave() && (leaf(0).eax & 4) != 0, 'AVX'
    def range = xall().at + 16 * n..xall().at + 16 * n + 15
    expect { xall().set[range] == YMM(n, 0) && xall().seen[range] == YMM(n, 0) }
    expect { xall().guests[range] == YMM(n, 1) }
    expect { xall().restored[range] == YMM(n, 0) && xall().there[range] == YMM(n, 0) }
  }
  test("xmm$n: KVM_GET_XSAVE and the guest get what KVM_SET_XSAVE has set, and KVM_GET_XSAVE what the guest has loaded", source: 'api.rst 4.22, 4.42 to 4.45', bringup: 143) {
    needs cap: KVM_CAP_XSAVE
    needs xsave(), 'XSAVE'
    def range = 160 + 16 * n..175 + 16 * n
    expect { xall().set[range] == XMM(n, 0) && xall().seen[range] == XMM(n, 0) }
    expect { xall().guests[range] == XMM(n, 1) }
    expect { xall().restored[range] == XMM(n, 0) && xall().there[range] == XMM(n, 0) }
  }
}
8.times { n ->
  test("st$n: KVM_GET_XSAVE and the guest get what KVM_SET_XSAVE has set, and KVM_GET_XSAVE what the guest has loaded", source: 'api.rst 4.22, 4.42 to 4.45', bringup: 143) {
    needs cap: KVM_CAP_XSAVE
    needs xsave(), 'XSAVE'
    def range = 32 + 16 * n..41 + 16 * n
    expect { xall().set[range] == FPR(n, 0) && xall().seen[range] == FPR(n, 0) && xall().guests[range] == FPR(n, 1) }
    expect { xall().restored[range] == FPR(n, 0) && xall().there[range] == FPR(n, 0) }
  }
}
test('the header of KVM_GET_XSAVE has the components in use', source: 'api.rst 4.22, 4.42 to 4.45', bringup: 143) {
  needs cap: KVM_CAP_XSAVE
  needs xsave(), 'XSAVE'
  expect { (xall().set[512] & xall().bits) == xall().bits && (xall().seen[512] & xall().bits) == xall().bits }
}
test('KVM_GET_XSAVE2 gets what KVM_GET_XSAVE gets, and has the size that KVM_CAP_XSAVE2 says', source: 'api.rst 4.22, 4.42 to 4.45', bringup: 143) {
  needs cap: KVM_CAP_XSAVE2
  def m = machine(), v = m.vcpu(0), size = m.ioctl(KVM_CHECK_EXTENSION, KVM_CAP_XSAVE2)
  expect { size >= 4096 }
  setFpu v, 1
  def buffer = m.allocate(size)
  v.ioctl KVM_GET_XSAVE2, buffer
  expect { buffer.bytes(0, 416).collect { it & 0xff } == area(v).take(416) }
}
test('KVM_SET_XSAVE with a component that KVM does not support: EINVAL', source: 'api.rst 4.22, 4.42 to 4.45') {
  needs cap: KVM_CAP_XSAVE
  needs xsave(), 'XSAVE'
  expect(errno: EINVAL) { def b = wide(0, 7); b[519] = 0x40; setArea machine().vcpu(0), b }
}

[1, 3, 7].each { value ->
  test("XCR0 = $value: KVM_GET_XCRS and the guest get what KVM_SET_XCRS has set, and a snapshot and a move carry it", source: 'api.rst 4.22, 4.42 to 4.45', bringup: 143) {
    needs cap: KVM_CAP_XCRS
    needs xsave() && (leaf(0).eax & value) == value, "XCR0 = $value"
    def m = machine(), v = m.vcpu(0), xcr0 = { def x = v.ioctl KVM_GET_XCRS; expect { x.nr_xcrs == 1 && x.xcrs[0].xcr == 0 && x.flags == 0 }; x.xcrs[0].value }
    v.ioctl KVM_SET_XCRS, nr_xcrs: 1, xcrs: [[xcr: 0, value: value]]
    expect { xcr0() == value }
    halted m, GETBV
    expect { m.mem(SEEN, 8).u64(0) == value }
    def other = value == 1 ? 3 : 1
    def fresh = machine()
    fresh.vcpu(0).ioctl KVM_SET_XCRS, nr_xcrs: 1, xcrs: [[xcr: 0, value: value]]
    def before = fresh.snapshot()
    fresh.vcpu(0).ioctl KVM_SET_XCRS, nr_xcrs: 1, xcrs: [[xcr: 0, value: other]]
    fresh.restore before
    expect { fresh.vcpu(0).ioctl(KVM_GET_XCRS).xcrs[0].value == value }
    expect { fresh.moved().done && fresh.vcpu(0).ioctl(KVM_GET_XCRS).xcrs[0].value == value }
  }
}
[1, 3, 7].each { value ->
  test("XCR0 = $value: KVM_GET_XCRS gets what the guest has set", source: 'api.rst 4.22, 4.42 to 4.45', bringup: 143) {
    needs cap: KVM_CAP_XCRS
    needs xsave() && (leaf(0).eax & value) == value && (leaf(0).eax & 3) == 3, "XCR0 = $value"
    def m = machine(), v = m.vcpu(0)
    v.ioctl KVM_SET_XCRS, nr_xcrs: 1, xcrs: [[xcr: 0, value: value == 1 ? 3 : 1]]
    m.mem SEEN, u64: value
    halted m, SETBV
    expect { v.ioctl(KVM_GET_XCRS).xcrs[0].value == value }
  }
}
[['without the x87', [nr_xcrs: 1, xcrs: [[xcr: 0, value: 2]]]], ['with AVX and without SSE', [nr_xcrs: 1, xcrs: [[xcr: 0, value: 5]]]], ['with a bit that there is not', [nr_xcrs: 1, xcrs: [[xcr: 0, value: 1L << 62 | 1]]]],
 ['more registers than the struct has', [nr_xcrs: 17]], ['a flag', [nr_xcrs: 1, flags: 1, xcrs: [[xcr: 0, value: 1]]]]].each { name, args ->
  test("KVM_SET_XCRS $name: EINVAL", source: 'api.rst 4.22, 4.42 to 4.45') {
    needs cap: KVM_CAP_XCRS
    needs xsave(), 'XSAVE'
    def v = machine().vcpu(0)
    v.ioctl KVM_SET_XCRS, nr_xcrs: 1, xcrs: [[xcr: 0, value: 3]]
    expect(errno: EINVAL) { v.ioctl KVM_SET_XCRS, args }
    expect { v.ioctl(KVM_GET_XCRS).xcrs[0].value == 3 }
  }
}
