// The system and debug registers of an arm64 vCPU, each by itself: the guest reads what user space has set (mrs), user space reads what
// the guest has written (msr), and the other vCPU keeps its own.
//   kvmsh -b qemu:arm64 scripts/suite/arm/system-registers.groovy
//   kvmsh test scripts/suite/arm -b qemu:arm64-gicv3 --filter 'TTBR*'

needs boards: 'arm64'
needs boards: ['real', 'emulated', 'remote']
needs asm: arm64

def id = { r -> 0x6030000000130000 | r[1] << 14 | r[2] << 11 | r[3] << 7 | r[4] << 3 | r[5] }
def core = { 0x6030000000100000 | it }

// Name, op0, op1, CRn, CRm, op2, then what user space sets, what the guest writes, what the other vCPU has, and the one-reg if it is a core register.
def both = [
  ['SCTLR_EL1',      3, 0,  1,  0, 0, 0x30d51838, 0x30d50838, 0x30d51878],
  ['CPACR_EL1',      3, 0,  1,  0, 2, 0x300000, 0x100000, 0],
  ['TTBR0_EL1',      3, 0,  2,  0, 0, 0x1234000041110000, 0x4321000042220000, 0x2345000043330000],
  ['TTBR1_EL1',      3, 0,  2,  0, 1, 0x2234000044440000, 0x3321000045550000, 0x3345000046660000],
  ['TCR_EL1',        3, 0,  2,  0, 2, 0x200803510, 0x100803519, 0x803518],
  ['SPSR_EL1',       3, 0,  4,  0, 0, 0x600003c5, 0x900003c4, 0x300003c5, core(0x48)],
  ['ELR_EL1',        3, 0,  4,  0, 1, 0x1111222233334444, 0x5555666677778888, 0x123456789abcdef0, core(0x46)],
  ['SP_EL0',         3, 0,  4,  1, 0, 0x1111222233334440, 0x5555666677778880, 0x123456789abcdef0, core(0x3e)],
  ['ESR_EL1',        3, 0,  5,  2, 0, 0x56001234, 0x92000045, 0x8600000f],
  ['FAR_EL1',        3, 0,  6,  0, 0, 0xfedcba9876543210, 0x123456789abcdef, 0x1111],
  ['PAR_EL1',        3, 0,  7,  4, 0, 0xff00000041234b80, 0xff00000054321b80, 0x801],
  ['MAIR_EL1',       3, 0, 10,  2, 0, 0x123456789abcdeff, 0xff440c0400bb1122, 0x4404],
  ['VBAR_EL1',       3, 0, 12,  0, 0, 0xffff000011112800, 0x40003800, 0x40005000],
  ['CONTEXTIDR_EL1', 3, 0, 13,  0, 1, 0x12345678, 0x87654321, 0x1111],
  ['TPIDR_EL1',      3, 0, 13,  0, 4, 0xfedcba9876543210, 0x123456789abcdef, 0x1111],
  ['CNTKCTL_EL1',    3, 0, 14,  1, 0, 0x3a7, 0x243, 0x103],
  ['CSSELR_EL1',     3, 2,  0,  0, 0, 1, 2, 3],
  ['TPIDR_EL0',      3, 3, 13,  0, 2, 0xfedcba9876543211, 0x123456789abcdee, 0x2222],
  ['TPIDRRO_EL0',    3, 3, 13,  0, 3, 0xfedcba9876543212, 0x123456789abcded, 0x3333],
  ['CNTV_CVAL_EL0',  3, 3, 14,  3, 2, 0x1122334455667788, 0x2233445566778899, 0x3344556677889900, 0x603000000013df02],
  ['MDSCR_EL1',      2, 0,  0,  2, 2, 0x1000, 0x5000, 0x6000],
]
// A Cortex-A57 has six breakpoints and four watchpoints; more are in the list and only kept. None is enabled (bit 0).
(0..<6).each { n ->
  both << ["DBGBVR${n}_EL1", 2, 0, 0, n, 4, 0x40001000 + 0x10 * n, 0x40002000 + 0x10 * n, 0x40003000 + 0x10 * n]
  both << ["DBGBCR${n}_EL1", 2, 0, 0, n, 5, 0x1e4, 0x1e6, 0x1e2]
}
(0..<4).each { n ->
  both << ["DBGWVR${n}_EL1", 2, 0, 0, n, 6, 0x40001000 + 0x10 * n, 0x40002000 + 0x10 * n, 0x40003000 + 0x10 * n]
  both << ["DBGWCR${n}_EL1", 2, 0, 0, n, 7, 0x1ff4, 0xff2, 0x1fee]
}
// The guest reads these, and its writes are ignored or undefined.
def read = [
  ['MPIDR_EL1',      3, 0,  0,  0, 5, 0x80000203, 0, 0x80000405],
  ['ACTLR_EL1',      3, 0,  1,  0, 1, 0x11, 0, 0x33],
  ['MDCCINT_EL1',    2, 0,  0,  2, 0, 0x40000000, 0, 0x60000000],
]
// KVM keeps these; a guest at EL1 of a Cortex-A57 reads nothing of them.
def kept = [
  ['AFSR0_EL1',      3, 0,  5,  1, 0], ['AFSR1_EL1',      3, 0,  5,  1, 1], ['AMAIR_EL1',      3, 0, 10,  3, 0],
  ['DISR_EL1',       3, 0, 12,  1, 1], ['DACR32_EL2',     3, 4,  3,  0, 0], ['IFSR32_EL2',     3, 4,  5,  0, 1],
  ['DBGVCR32_EL2',   2, 4,  0,  7, 0], ['FPEXC32_EL2',    3, 4,  5,  3, 0],
] + (6..<16).collectMany { n -> [['BVR', 4], ['BCR', 5]].collect { ["DBG${it[0]}${n}_EL1", 2, 0, 0, n, it[1]] } } +
    (4..<16).collectMany { n -> [['WVR', 6], ['WCR', 7]].collect { ["DBG${it[0]}${n}_EL1", 2, 0, 0, n, it[1]] } } +
    ['ABT', 'UND', 'IRQ', 'FIQ'].withIndex().collect { name, n -> ["SPSR_$name", 0, 0, 0, 0, 0, core(0x4a + 2 * n)] }

def at = 0x40000000
def s = { r -> "S${r[1]}_${r[2]}_C${r[3]}_C${r[4]}_${r[5]}" }
def parts = both.collect { "mrs x0, ${s(it)}; str x0, [x2]; msr ${s(it)}, x1; isb; mrs x3, ${s(it)}; str x3, [x2, #8]; str x0, [x4]; b ." } +
            read.collect { "mrs x0, ${s(it)}; str x0, [x2]; nop; nop; nop; nop; str x0, [x4]; b ." }
def code = asm(arm64, at: at, parts.join('\n')).bytes
def guest = { i, b ->
  vm {
    memory at: at, size: 64.KB
    load at: at, bytes: code
    vcpu(0) { start at + 32 * i; regs x1: b, x2: at + 0x8000, x4: 0x10000000 }
    vcpu(1) { start at }
  }
}

(both + read).eachWithIndex { r, i ->
  def one = r.size() > 9 ? r[9] : id(r)
  def (a, b, c) = r[6..8]
  test("${r[0]}: the guest reads what user space sets", source: 'api.rst 4.68, 4.69', bringup: 141) {
    def m = guest(i, b)
    m.vcpu(0).reg one, a
    m.vcpu(1).reg one, c
    expect { m.vcpu(0).reg(one) == a && m.vcpu(1).reg(one) == c }
    m.run until: mmio, vcpu: 0, within: 20.s
    expect { m.mem(at + 0x8000, 8).u64(0) == a && m.vcpu(1).reg(one) == c }
  }
}
both.eachWithIndex { r, i ->
  def one = r.size() > 9 ? r[9] : id(r)
  def (a, b, c) = r[6..8]
  test("${r[0]}: user space reads what the guest writes", source: 'api.rst 4.68, 4.69', bringup: 141) {
    def m = guest(i, b)
    m.vcpu(0).reg one, a
    m.vcpu(1).reg one, c
    m.run until: mmio, vcpu: 0, within: 20.s
    expect { m.mem(at + 0x8008, 8).u64(0) == b }
    expect { m.vcpu(0).reg(one) == b && m.vcpu(1).reg(one) == c }
  }
}
kept.eachWithIndex { r, i ->
  def one = r.size() > 6 ? r[6] : id(r)
  test("${r[0]}: user space reads what it has set, on each vCPU", source: 'api.rst 4.68, 4.69', bringup: 141) {
    def m = guest(0, 0)
    m.vcpu(0).reg one, 0x1234 + 0x10 * i
    m.vcpu(1).reg one, 0x4321 + 0x10 * i
    expect { m.vcpu(0).reg(one) == 0x1234 + 0x10 * i && m.vcpu(1).reg(one) == 0x4321 + 0x10 * i }
  }
}

test('MPIDR_EL1, ACTLR_EL1, and what else a guest cannot write stays as it was', source: 'api.rst 4.68, 4.69', bringup: 141) {
  def m = guest(both.size(), 0)
  def before = read.collect { m.vcpu(0).reg(id(it)) }
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { read.collect { m.vcpu(0).reg(id(it)) } == before }
}

def scramble = { v, salt ->
  (both + read).each { v.reg it.size() > 9 ? it[9] : id(it), it[6 + salt] }
  kept.eachWithIndex { it, i -> v.reg it.size() > 6 ? it[6] : id(it), 0x1000 * (salt + 1) + i }
}
def all = { v -> (both.collectEntries { [it[0], v.reg(it.size() > 9 ? it[9] : id(it))] } + (read + kept).collectEntries { [it[0], v.reg(it[0].startsWith('SPSR') ? it[6] : id(it))] }).collectEntries { k, x -> [k.toString(), x] } }
test('a snapshot brings all of them back, on each vCPU', source: 'api.rst 4.68, 4.69', bringup: 150) {
  def m = guest(0, 0)
  scramble m.vcpu(0), 0
  scramble m.vcpu(1), 2
  def before = [all(m.vcpu(0)), all(m.vcpu(1))]
  def saved = m.snapshot()
  scramble m.vcpu(0), 2
  scramble m.vcpu(1), 0
  m.restore saved
  [0, 1].each { n ->
    def now = all(m.vcpu(n))
    expect { before[n].findAll { k, x -> now[k] != x } == [:] }
  }
}
test('a move into another VM carries all of them, on each vCPU', source: 'api.rst 4.68, 4.69', bringup: 141) {
  def m = guest(0, 0)
  scramble m.vcpu(0), 0
  scramble m.vcpu(1), 2
  def before = [all(m.vcpu(0)), all(m.vcpu(1))]
  def move = m.moved()
  expect { move.done && move.differences.empty }
  [0, 1].each { n ->
    def now = all(m.vcpu(n))
    expect { before[n].findAll { k, x -> now[k] != x } == [:] }
  }
}
