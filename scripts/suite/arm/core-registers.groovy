// The core registers of an arm64 vCPU, each by itself: x0 to x30, sp, pc, pstate, the 32 vector registers of 16 bytes, fpsr and fpcr. The guest
// stores what user space has set, and loads what user space then reads.
//   kvmsh -b qemu:arm64 scripts/suite/arm/core-registers.groovy
//   kvmsh test scripts/suite/arm -b qemu:arm64-gicv3 --filter 'x30*'

needs boards: 'arm64'
needs boards: ['real', 'emulated', 'remote']
needs asm: arm64

def at = 0x40000000, there = at + 0x8000, door = at + 0x10000
def core = { 0x6030000000100000 | it }
def vector = { 0x6040000000100054 + it * 4 }

// sp is the only base, so that every other register is what was set.
def general = asm(arm64, at: at, (0..<15).collect { "stp x${2 * it}, x${2 * it + 1}, [sp, #${16 * it}]" }.join('; ') + '; str x30, [sp, #240]; ' +
  (0..<15).collect { "ldp x${2 * it}, x${2 * it + 1}, [sp, #${256 + 16 * it}]" }.join('; ') + '; ldr x30, [sp, #496]; str wzr, [sp, #0x3ffc]; b .').bytes
def value = { vcpu, n -> 0x1111000000000000 * (vcpu + 1) + 0x10001000100L * (n + 1) }
def made = { n -> 0x7000abcd00000000 + 0x10101L * (n + 1) }
def registers = {
  def m = vm {
    memory at: at, size: 64.KB
    load at: at, bytes: general
    vcpu(0) { start at }
    vcpu(1) { start at }
  }
  [0, 1].each { v ->
    (0..30).each { n -> m.vcpu(v).reg core(2 * n), value(v, n) }
    m.vcpu(v).reg core(0x44), door - 0x3ffc - 0x1000 * v
  }
  m.mem door - 0x3ffc + 256, u64: (0..30).collect { made it }
  m
}
def read = { m -> [0, 1].collect { v -> (0..30).collect { m.vcpu(v).reg core(2 * it) } } }
def seen = null                   // one guest for all thirty-one: what was read before its run and after, and what it stored
def x = { ->
  if (!seen) {
    def m = registers(), before = read(m)
    m.run until: mmio, vcpu: 0, within: 20.s
    seen = [before: before, stored: (0..30).collect { m.mem(door - 0x3ffc + 8 * it, 8).u64(0) }, after: read(m)]
  }
  seen
}
(0..30).each { n ->
  test("x$n: the guest stores what user space sets, and loads what user space reads", source: 'api.rst 4.68, 4.69', bringup: 140) {
    expect { x().before[0][n] == value(0, n) && x().before[1][n] == value(1, n) }
    expect { x().stored[n] == value(0, n) }
    expect { x().after[0][n] == made(n) && x().after[1][n] == value(1, n) }
  }
}
test('sp_el1, the guest\'s sp: user space sets it, the guest moves it', source: 'api.rst 4.68, 4.69', bringup: 140) {
  def m = vm { memory at: at, size: 64.KB; load at: at, asm: 'mov x0, sp; str x0, [x2]; mov sp, x1; str x0, [x3]; b .'
    vcpu(0) { start at; regs x1: 0x1122334455667780, x2: there, x3: door }; vcpu(1) { start at } }
  m.vcpu(0).reg core(0x44), 0x6543210fedcba980
  m.vcpu(1).reg core(0x44), 0x1230
  expect { m.vcpu(0).reg(core(0x44)) == 0x6543210fedcba980 }
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { m.mem(there, 8).u64(0) == 0x6543210fedcba980 }
  expect { m.vcpu(0).reg(core(0x44)) == 0x1122334455667780 && m.vcpu(1).reg(core(0x44)) == 0x1230 }
}
test('pc: the guest starts where user space says, and user space reads where it stopped', source: 'api.rst 4.68, 4.69', bringup: 140) {
  def m = vm { memory at: at, size: 64.KB; load at: at, asm: 'str w0, [x3]; b .; str w1, [x2]; str w1, [x3]; b .'
    vcpu(0) { start at; regs x0: 0x11, x1: 0x22, x2: there, x3: door }; vcpu(1) { start at } }
  m.vcpu(0).reg core(0x40), at + 8
  expect { m.vcpu(0).reg(core(0x40)) == at + 8 && m.vcpu(1).reg(core(0x40)) == at }
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { m.mem(there, 4).u32(0) == 0x22 }
  expect { m.vcpu(0).reg(core(0x40)) == at + 12 }
  m.vcpu(0).run.immediate_exit = 1                   // completes the access, and runs no instruction
  expect(errno: EINTR) { m.vcpu(0).ioctl KVM_RUN }
  expect { m.vcpu(0).reg(core(0x40)) == at + 16 && m.vcpu(1).reg(core(0x40)) == at }
}
// N, Z, C, V and D, A, I, F; the mode is EL1 with its own sp (5), with sp_el0 (4) or EL0 (0).
[[0x800003c5, 0x400002c5], [0x40000385, 0x20000145], [0x20000345, 0x10000085], [0x10000045, 0x80000205]].each { a, b ->
  test("pstate: flags and masks 0x${Long.toHexString(a)}, then 0x${Long.toHexString(b)} of the guest", source: 'api.rst 4.68, 4.69', bringup: 140) {
    def m = vm { memory at: at, size: 64.KB; load at: at, asm: 'mrs x0, nzcv; mrs x1, daif; orr x0, x0, x1; str x0, [x2]; msr nzcv, x4; msr daif, x5; str x0, [x3]; b .'
      vcpu(0) { start at; regs x2: there, x3: door, x4: b & 0xf0000000, x5: b & 0x3c0 }; vcpu(1) { start at } }
    m.vcpu(0).reg core(0x42), a
    expect { m.vcpu(0).reg(core(0x42)) == a && m.vcpu(1).reg(core(0x42)) == 0x3c5 }
    m.run until: mmio, vcpu: 0, within: 20.s
    expect { m.mem(there, 8).u64(0) == (a & 0xf00003c0) }
    expect { m.vcpu(0).reg(core(0x42)) == b && m.vcpu(1).reg(core(0x42)) == 0x3c5 }
  }
}
test('pstate: with SPSel 0 the guest runs at EL1 on sp_el0, and user space sees it change to its own', source: 'api.rst 4.68, 4.69', bringup: 140) {
  def m = vm { memory at: at, size: 64.KB; load at: at, asm: 'mrs x0, spsel; mrs x1, currentel; orr x0, x0, x1; mov x4, sp; stp x0, x4, [x2]; msr spsel, #1; str x0, [x3]; b .'
    vcpu(0) { start at; regs x2: there, x3: door } }
  m.vcpu(0).reg core(0x42), 0x3c4
  m.vcpu(0).reg core(0x3e), 0x5550
  m.vcpu(0).reg core(0x44), 0x6660
  m.run until: mmio, within: 20.s
  expect { m.mem(there, 16).u64(0) == 4 && m.mem(there, 16).u64(8) == 0x5550 && m.vcpu(0).reg(core(0x42)) == 0x3c5 }
}
test('pstate: set to EL0, the guest runs there: a system call gets to the vector of a lower exception level', source: 'api.rst 4.68, 4.69', bringup: 140) {
  def m = vm { memory at: at, size: 64.KB; load at: at, asm: 'svc #0x123; b .; .org 0x400; mrs x0, spsr_el1; mrs x1, esr_el1; stp x0, x1, [x2]; str x0, [x3]; b .'
    vcpu(0) { start at; regs x2: there, x3: door; reg vbar_el1: at } }
  m.vcpu(0).reg core(0x42), 0x80000000
  m.run until: mmio, within: 20.s
  expect { m.mem(there, 16).u64(0) == 0x80000000 && m.mem(there, 16).u64(8) == 0x56000123 && (m.vcpu(0).reg(core(0x42)) & 0x3ff) == 0x3c5 }
}
[['aarch32 at EL1 of a 64-bit vCPU', 0x13], ['EL2', 0x9], ['no mode', 0x6]].each { name, mode ->
  test("pstate: $name is refused: EINVAL", source: 'api.rst 4.68, 4.69') { expect(errno: EINVAL) { vm { vcpu(0) { start at } }.vcpu(0).reg core(0x42), 0x3c0 | mode } }
}

def vectors = asm(arm64, at: at, (0..<16).collect { "stp q${2 * it}, q${2 * it + 1}, [x2, #${32 * it}]" }.join('; ') + '; mrs x0, fpsr; mrs x1, fpcr; stp x0, x1, [x3]; ' +
  (0..<16).collect { "ldp q${2 * it}, q${2 * it + 1}, [x4, #${32 * it}]" }.join('; ') + '; msr fpsr, x5; msr fpcr, x6; str wzr, [x7]; b .').bytes
def bytes = { vcpu, n -> (0..15).collect { (0x80 * vcpu + 16 * n + it * 7 + 3) & 0xff } }
def loaded = { n -> (0..15).collect { (0x55 + 16 * n + it * 5) & 0xff } }
def fpsr = 0x60200000001000d4, fpcr = 0x60200000001000d5
def simd = {
  def m = vm {
    memory at: at, size: 64.KB
    load at: at, bytes: vectors
    vcpu(0) { start at; regs x2: there, x3: there + 0x200, x4: there + 0x1000, x5: 0x08000015, x6: 0x800000; reg cpacr_el1: 0x300000 }
    vcpu(1) { start at; reg cpacr_el1: 0x300000 }
  }
  m.vcpu(0).reg core(14), door
  def buffer = m.allocate 16
  def set = { v, n -> buffer.write 0, bytes(v, n); m.vcpu(v).ioctl KVM_SET_ONE_REG, id: vector(n), addr: buffer }
  def get = { v, n -> buffer.write 0, [0] * 16; m.vcpu(v).ioctl KVM_GET_ONE_REG, id: vector(n), addr: buffer; buffer.bytes(0, 16).toList() }
  [0, 1].each { v -> (0..31).each { n -> set v, n } }
  m.vcpu(0).reg fpsr, 0x0800000a
  m.vcpu(0).reg fpcr, 0x03000000
  m.vcpu(1).reg fpsr, 0x1
  m.vcpu(1).reg fpcr, 0x01000000
  m.mem there + 0x1000, bytes: (0..31).collectMany { loaded(it) } as byte[]
  [m, get]
}
def known = null
def f = { ->
  if (!known) {
    def (m, get) = simd()
    def all = { [0, 1].collect { v -> [(0..31).collect { get(v, it) }, m.vcpu(v).reg(fpsr), m.vcpu(v).reg(fpcr)] } }
    def before = all()
    m.run until: mmio, vcpu: 0, within: 20.s
    def stored = m.mem(there, 0x210)
    known = [before: before, stored: [(0..31).collect { stored.bytes.toList()[16 * it..16 * it + 15] }, stored.u64(0x200), stored.u64(0x208)], after: all()]
  }
  known
}
(0..31).each { n ->
  test("v$n: the guest stores the 16 bytes that user space sets, and loads what user space reads", source: 'api.rst 4.68, 4.69', bringup: 140) {
    expect { f().before[0][0][n] == bytes(0, n) && f().before[1][0][n] == bytes(1, n) }
    expect { f().stored[0][n] == bytes(0, n) }
    expect { f().after[0][0][n] == loaded(n) && f().after[1][0][n] == bytes(1, n) }
  }
}
[['fpsr', 1, 0x0800000a, 0x08000015, 1], ['fpcr', 2, 0x03000000, 0x800000, 0x01000000]].each { name, i, a, b, other ->
  test("$name: the guest reads what user space sets, and writes what user space reads", source: 'api.rst 4.68, 4.69', bringup: 140) {
    expect { f().before[0][i] == a && f().before[1][i] == other }
    expect { f().stored[i] == a }
    expect { f().after[0][i] == b && f().after[1][i] == other }
  }
}

def everything = { m, get -> [0, 1].collect { v -> (0..30).collect { m.vcpu(v).reg core(2 * it) } + [0x3e, 0x40, 0x42, 0x44].collect { m.vcpu(v).reg core(it) } +
  (0..31).collect { get(v, it) } + [m.vcpu(v).reg(fpsr), m.vcpu(v).reg(fpcr)] } }
test('a snapshot brings all of them back after a run', source: 'api.rst 4.68, 4.69', bringup: 150) {
  def (m, get) = simd()
  (0..30).each { m.vcpu(1).reg core(2 * it), value(1, it) }
  def before = everything(m, get), saved = m.snapshot()
  m.run until: mmio, vcpu: 0, within: 20.s
  (0..30).each { n -> [0, 1].each { v -> m.vcpu(v).reg core(2 * n), n } }
  expect { everything(m, get) != before }
  m.restore saved
  expect { everything(m, get) == before }
}
test('a move carries all of them, and the guest goes on with them', source: 'api.rst 4.68, 4.69', bringup: 160) {
  def (m, get) = simd()
  (0..30).each { m.vcpu(1).reg core(2 * it), value(1, it) }
  def before = [m.vcpu(0), m.vcpu(1)].collect { v -> (0..30).collect { v.reg core(2 * it) } }
  expect { m.moved().differences.empty }
  expect { [m.vcpu(0), m.vcpu(1)].collect { v -> (0..30).collect { v.reg core(2 * it) } } == before }
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { (0..31).every { n -> m.mem(there + 16 * n, 16).bytes.toList() == bytes(0, n) } }
  expect { m.mem(there + 0x200, 16).u64(0) == 0x0800000a && m.mem(there + 0x200, 16).u64(8) == 0x03000000 }
}
[['a size of 4 bytes for x0', 0x6020000000100000, EINVAL], ['a size of 8 bytes for v0', 0x6030000000100054, EINVAL], ['the second half of x0', 0x6020000000100001, EINVAL],
 ['an offset past fpcr', 0x60200000001000d6, EINVAL], ['another architecture', 0x8030000002000000, EINVAL], ['no group', 0x60300000001f0000, ENOENT]].each { name, one, errno ->
  ['KVM_GET_ONE_REG', 'KVM_SET_ONE_REG'].each { call ->
    test("$name is not a register: $call gives $errno", source: 'api.rst 4.68, 4.69', bringup: 140) {
      def m = vm { vcpu(0) { start at } }, b = m.allocate 64
      expect(errno: errno) { m.vcpu(0).ioctl call, id: one, addr: b }
    }
  }
}
