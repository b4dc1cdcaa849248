// The registers of a riscv64 vCPU, each by itself: pc, the general registers, the mode, the CSRs, floating point and the timer. The guest
// reads what user space has set, user space reads what the guest has written, and the other vCPU keeps its own.
//   kvmsh -b qemu:riscv64 scripts/suite/riscv/registers.groovy
//   kvmsh test scripts/suite/riscv -b qemu:riscv64 --filter 's*'

needs boards: 'riscv64'
needs boards: ['real', 'emulated', 'remote']
needs asm: riscv64

def at = 0x80000000, there = at + 0x8000, door = 0x10000000, tables = at + 0xc000
def core = { 0x8030000002000000 | it }
def csr = { 0x8030000003000000 | it }
def names = ['ra', 'sp', 'gp', 'tp', 't0', 't1', 't2', 's0', 's1'] + (0..7).collect { "a$it" } + (2..11).collect { "s$it" } + (3..6).collect { "t$it" }

// All of them but one that is the base of the loads and stores; a second program has another base.
def general = { base ->
  ".option norvc; .option norelax; " + (1..31).findAll { it != base }.collect { "sd x$it, ${8 * it}(x$base)" }.join('; ') + '; ' +
    (1..31).findAll { it != base }.collect { "ld x$it, ${256 + 8 * it}(x$base)" }.join('; ') + "; sd x0, 0x7f8(x$base); j ."
}
def value = { vcpu, n -> 0x1111000000000000 * (vcpu + 1) + 0x10001000100L * (n + 1) }
def made = { n -> 0x7000abcd00000000 + 0x10101L * (n + 1) }
def edge = at + 0x10000 - 0x7f8             // the last store is the first byte after memory
def read = { m -> [0, 1].collect { v -> (1..31).collect { m.vcpu(v).reg core(it) } } }
def codes = [2, 31].collectEntries { [it, asm(riscv64, at: at, general(it)).bytes] }
def seen = [:]
def x = { base ->
  if (!seen[base]) {
    def m = vm {
      memory at: at, size: 64.KB
      load at: at, bytes: codes[base]
      vcpu(0) { start at }
      vcpu(1) { start at }
    }
    m.vcpu(1).ioctl KVM_SET_MP_STATE, mp_state: KVM_MP_STATE_RUNNABLE
    [0, 1].each { v -> (1..31).each { m.vcpu(v).reg core(it), value(v, it) } }
    m.vcpu(0).reg core(base), edge
    m.mem edge + 256, u64: [0L] + (1..31).collect { made it }
    def before = read(m)
    m.run until: mmio, vcpu: 0, within: 20.s
    seen[base] = [before: before, stored: (0..31).collect { m.mem(edge + 8 * it, 8).u64(0) }, after: read(m)]
  }
  seen[base]
}
(1..31).each { n ->
  def base = n == 2 ? 31 : 2
  test("${names[n - 1]}: the guest stores what user space sets, and loads what user space reads", source: 'api.rst 4.68, 4.69', bringup: 140) {
    expect { x(base).before[0][n - 1] == value(0, n) && x(base).before[1][n - 1] == value(1, n) }
    expect { x(base).stored[n] == value(0, n) }
    expect { x(base).after[0][n - 1] == made(n) && x(base).after[1][n - 1] == value(1, n) }
  }
}
test('pc: the guest starts where user space says, and user space reads where it stopped', source: 'api.rst 4.68, 4.69', bringup: 140) {
  def m = vm { memory at: at, size: 64.KB; load at: at, asm: '.option norvc; sw a0, 0(a3); j .; sw a1, 0(a2); sw a1, 0(a3); j .'
    vcpu(0) { start at; regs a0: 0x11, a1: 0x22, a2: there, a3: door }; vcpu(1) { start at } }
  m.vcpu(0).reg core(0), at + 8
  m.vcpu(1).reg core(0), at + 0x40
  expect { m.vcpu(0).reg(core(0)) == at + 8 && m.vcpu(1).reg(core(0)) == at + 0x40 }
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { m.mem(there, 4).u32(0) == 0x22 }
  m.vcpu(0).run.immediate_exit = 1                   // completes the access, and runs no instruction
  expect(errno: EINTR) { m.vcpu(0).ioctl KVM_RUN }
  expect { m.vcpu(0).reg(core(0)) == at + 16 && m.vcpu(1).reg(core(0)) == at + 0x40 }
}
test('mode: a guest that user space puts into U-mode traps from there, and is then in S-mode', source: 'api.rst 4.68, 4.69', bringup: 140) {
  def m = vm { memory at: at, size: 64.KB; load at: at, asm: '.option norvc; ecall; j .; .org 0x100; csrr t0, scause; sd t0, 0(a2); csrr t0, sstatus; sd t0, 8(a2); sd t0, 0(a3); j .'
    vcpu(0) { start at; regs a2: there, a3: door }; vcpu(1) { start at } }
  m.vcpu(0).reg stvec: at + 0x100
  m.vcpu(0).reg core(32), KVM_RISCV_MODE_U
  expect { m.vcpu(0).reg(core(32)) == KVM_RISCV_MODE_U && m.vcpu(1).reg(core(32)) == KVM_RISCV_MODE_S }
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { m.mem(there, 16).u64(0) == 8 && (m.mem(there, 16).u64(8) & 0x100) == 0 && m.vcpu(0).reg(core(32)) == KVM_RISCV_MODE_S }
}
test('mode: a guest that goes to U-mode (sret) is there for user space', source: 'api.rst 4.68, 4.69', bringup: 140) {
  def m = vm { memory at: at, size: 64.KB; load at: at, asm: '.option norvc; csrw sepc, a1; sret; sd a0, 0(a3); j .'
    vcpu(0) { start at; regs a1: at + 8, a3: door } }
  m.run until: mmio, within: 20.s
  expect { m.vcpu(0).reg(core(32)) == KVM_RISCV_MODE_U }
}

// The counters of U-mode: bit 1 of scounteren is time.
def counted = { m ->
  m.vcpu(0).reg stvec: at + 0x100
  m.vcpu(0).reg core(32), KVM_RISCV_MODE_U
  m.mem there, u64: [0L, 0x77L]
  m.run until: mmio, vcpu: 0, within: 20.s
  [m.mem(there, 16).u64(0) > 0, m.mem(there, 16).u64(8)]
}
def counters = { vm { memory at: at, size: 64.KB; load at: at, asm: '.option norvc; rdtime t0; sd t0, 0(a2); sw zero, 0(a3); j .; .org 0x100; csrr t0, scause; sd t0, 8(a2); sw zero, 0(a3); j .'
  vcpu(0) { start at; regs a2: there, a3: door }; vcpu(1) { start at } } }
[[2, true, 0x77], [5, false, 2], [0, false, 2]].each { bits, may, cause ->
  test("scounteren = $bits: a guest in U-mode that reads the time ${may ? 'has it' : 'takes an illegal instruction'}", source: 'RISC-V privileged specification, 4.1.5 scounteren', bringup: 140) {
    def m = counters()
    m.vcpu(0).reg csr(9), bits
    expect { counted(m) == [may, cause] }
  }
}

// Name, number of the CSR, one-reg, what user space sets, what the guest writes, what the other vCPU has.
def satp = { asid -> 8L << 60 | (asid as long) << 44 | tables >> 12 }
def csrs = [
  ['sstatus',    0x100, 0, 0x2000c0120, 0x200040100, 0x200080020], ['sie',        0x104, 1, 0x222, 0x022, 0x200],
  ['stvec',      0x105, 2, 0x80000100, 0x80000205, 0x80000300],    ['sscratch',   0x140, 3, 0xfedcba9876543210, 0x123456789abcdef, 0x1111],
  ['sepc',       0x141, 4, 0x123456789abcde0, 0x7654321012345678, 0x2222], ['scause',     0x142, 5, 13, 0x8000000000000005, 7],
  ['stval',      0x143, 6, 0xfedcba9876543211, 0x123456789abcdee, 0x3333], ['sip',        0x144, 7, 2, 0, 2],
  ['satp',       0x180, 8, satp(0x12), satp(0x34), satp(0x56)],    ['scounteren', 0x106, 9, 7, 5, 2],
  ['senvcfg',    0x10a, 10, 0xf1, 0x51, 0x80],
]
def csrCode = asm(riscv64, at: at, '.option norvc; ' + csrs.collect {
  ".balign 32; csrr t0, ${it[1]}; sd t0, 0(a2); csrw ${it[1]}, a1; csrr t0, ${it[1]}; sd t0, 8(a2); sd t0, 0(a4); j ."
}.join('; ')).bytes
def guest = { i, b ->
  def m = vm {
    memory at: at, size: 64.KB
    load at: at, bytes: csrCode
    vcpu(0) { start at + 32 * i; regs a1: b, a2: there, a4: door }
    vcpu(1) { start at }
  }
  m.mem tables, u64: [0xcf, 0, 0x80000000 >> 2 | 0xcf]       // three gigapages: devices and memory where they are
  m
}
csrs.eachWithIndex { r, i ->
  def (name, number, one, a, b, c) = r
  test("$name: the guest reads what user space sets", source: 'api.rst 4.68, 4.69', bringup: 140) {
    def m = guest(i, b)
    m.vcpu(0).reg csr(one), a
    m.vcpu(1).reg csr(one), c
    expect { m.vcpu(0).reg(csr(one)) == a && m.vcpu(1).reg(csr(one)) == c }
    m.run until: mmio, vcpu: 0, within: 20.s
    expect { m.mem(there, 8).u64(0) == a && m.vcpu(1).reg(csr(one)) == c }
  }
  test("$name: user space reads what the guest writes", source: 'api.rst 4.68, 4.69', bringup: 140) {
    def m = guest(i, b)
    m.vcpu(0).reg csr(one), a
    m.vcpu(1).reg csr(one), c
    m.run until: mmio, vcpu: 0, within: 20.s
    expect { m.mem(there + 8, 8).u64(0) == b }
    expect { m.vcpu(0).reg(csr(one)) == b && m.vcpu(1).reg(csr(one)) == c }
  }
}
def aia = ['siselect', 'iprio1', 'iprio2', 'sieh', 'siph', 'iprio1h', 'iprio2h']
aia.take(3).eachWithIndex { name, n ->
  test("$name, a CSR of the AIA: user space reads what it has set, on each vCPU", source: 'api.rst 4.68, 4.69', bringup: 140) {
    def m = guest(0, 0), one = csr(0x10000 | n)
    needs m.vcpu(0).ioctl(KVM_GET_REG_LIST).reg.contains(one), 'Ssaia'
    m.vcpu(0).reg one, 0x30
    m.vcpu(1).reg one, 0x32
    expect { m.vcpu(0).reg(one) == 0x30 && m.vcpu(1).reg(one) == 0x32 }
  }
}
test('siselect: the guest reads what user space sets, and the other way', source: 'api.rst 4.68, 4.69', bringup: 140) {
  def m = vm { memory at: at, size: 64.KB; load at: at, asm: '.option norvc; csrr t0, 0x150; sd t0, 0(a2); csrw 0x150, a1; sd t0, 0(a4); j .'
    vcpu(0) { start at; regs a1: 0x3e, a2: there, a4: door } }
  needs m.vcpu(0).ioctl(KVM_GET_REG_LIST).reg.contains(csr(0x10000)), 'Ssaia'
  m.vcpu(0).reg csr(0x10000), 0x32
  m.run until: mmio, within: 20.s
  expect { m.mem(there, 8).u64(0) == 0x32 && m.vcpu(0).reg(csr(0x10000)) == 0x3e }
}

// Floating point: 64 bits each, and fcsr.
def d = { 0x8030000006000000 | it }
def fcsr = 0x8020000006000020
def floats = asm(riscv64, at: at, '.option norvc; ' + (0..31).collect { "fsd f$it, ${8 * it}(a2)" }.join('; ') + '; csrr t0, fcsr; sd t0, 256(a2); ' +
  (0..31).collect { "fld f$it, ${512 + 8 * it}(a2)" }.join('; ') + '; csrw fcsr, a1; sd t0, 0(a4); j .').bytes
def known = null
def f = { ->
  if (!known) {
    def m = vm {
      memory at: at, size: 64.KB
      load at: at, bytes: floats
      vcpu(0) { start at; regs a1: 0x35, a2: there, a4: door; reg sstatus: 0x200002000 }
      vcpu(1) { start at }
    }
    def all = { [0, 1].collect { v -> (0..31).collect { m.vcpu(v).reg d(it) } + [m.vcpu(v).reg(fcsr)] } }
    [0, 1].each { v -> (0..31).each { m.vcpu(v).reg d(it), value(v, it) }; m.vcpu(v).reg fcsr, 0x4a + v }
    m.mem there + 512, u64: (0..31).collect { made it }
    def before = all()
    m.run until: mmio, vcpu: 0, within: 20.s
    known = [before: before, stored: (0..32).collect { m.mem(there + 8 * it, 8).u64(0) }, after: all()]
  }
  known
}
(0..31).each { n ->
  test("f$n: the guest stores what user space sets, and loads what user space reads", source: 'api.rst 4.68, 4.69', bringup: 140) {
    expect { f().before[0][n] == value(0, n) && f().before[1][n] == value(1, n) }
    expect { f().stored[n] == value(0, n) }
    expect { f().after[0][n] == made(n) && f().after[1][n] == value(1, n) }
  }
}
test('fcsr: the guest reads what user space sets, and writes what user space reads', source: 'api.rst 4.68, 4.69', bringup: 140) {
  expect { f().before[0][32] == 0x4a && f().before[1][32] == 0x4b }
  expect { f().stored[32] == 0x4a }
  expect { f().after[0][32] == 0x35 && f().after[1][32] == 0x4b }
}
test('the registers of the F extension read as they were set, and its fcsr is that of D', source: 'api.rst 4.68, 4.69', bringup: 140) {
  def v = vm { vcpu(0) { start at } }.vcpu(0)
  (0..31).each { v.reg 0x8020000005000000 | it, 0x11110000 + it }
  expect { (0..31).findAll { v.reg(0x8020000005000000 | it) != 0x11110000 + it } == [] }
  v.reg 0x8020000005000020, 0x75
  expect { v.reg(0x8020000005000020) == 0x75 }
}

// The timer.
def time = 0x8030000004000001, compare = 0x8030000004000002, state = 0x8030000004000003, frequency = 0x8030000004000000
test('time: both vCPUs read on from what user space sets, and no guest sees less', source: 'api.rst 4.68, 4.69', bringup: 140) {
  def m = vm { memory at: at, size: 64.KB; load at: at, asm: 'rdtime t0; sd t0, 0(a2); sd t0, 0(a4); j .'
    vcpu(0) { start at; regs a2: there, a4: door }; vcpu(1) { start at } }
  def base = 0x123456789abc0000
  m.vcpu(0).reg time, base
  m.run until: mmio, vcpu: 0, within: 20.s
  def after = m.vcpu(1).reg(time), bound = base + 600 * m.vcpu(0).reg(frequency)
  expect { m.mem(there, 8).u64(0) >= base && m.mem(there, 8).u64(0) <= after && after < bound }
}
test('frequency is more than zero, the same on both vCPUs, and cannot be changed: EINVAL', source: 'api.rst 4.68, 4.69') {
  def m = vm { vcpu(0) { start at }; vcpu(1) { start at } }
  def own = m.vcpu(0).reg(frequency)
  expect { own > 0 && m.vcpu(1).reg(frequency) == own }
  m.vcpu(0).reg frequency, own
  expect(errno: EINVAL) { m.vcpu(0).reg frequency, own + 1 }
}
test('compare: what user space sets, on each vCPU', source: 'api.rst 4.68, 4.69', bringup: 140) {
  def m = vm { vcpu(0) { start at }; vcpu(1) { start at } }
  expect { m.vcpu(0).reg(state) == 0 && m.vcpu(0).reg(compare) == 0xffffffffffffffff }
  m.vcpu(0).reg compare, 0x7123456789abcdef
  m.vcpu(1).reg compare, 0x7123456700000000
  expect { m.vcpu(0).reg(compare) == 0x7123456789abcdef && m.vcpu(1).reg(compare) == 0x7123456700000000 }
}
test('compare is stimecmp of a guest with Sstc, both ways', source: 'api.rst 4.68, 4.69', bringup: 140) {
  def m = vm { memory at: at, size: 64.KB; load at: at, asm: '.option norvc; csrr t0, 0x14d; sd t0, 0(a2); csrw 0x14d, a1; sd t0, 0(a4); j .'
    vcpu(0) { start at; regs a1: 0x6543210fedcba987, a2: there, a4: door } }
  needs m.reg('isa.sstc') == 1, 'Sstc'
  m.vcpu(0).reg compare, 0x7123456789abcdef
  m.run until: mmio, within: 20.s
  expect { m.mem(there, 8).u64(0) == 0x7123456789abcdef }
  expect { m.vcpu(0).reg(compare) == 0x6543210fedcba987 }
}
test('a state that is neither on nor off: EINVAL', source: 'api.rst 4.68, 4.69') { expect(errno: EINVAL) { vm { vcpu(0) { start at } }.vcpu(0).reg state, 2 } }

def scramble = { m, salt ->
  [0, 1].each { v ->
    (1..31).each { m.vcpu(v).reg core(it), value(v ^ salt, it) }
    (0..31).each { m.vcpu(v).reg d(it), value(v ^ salt, it) + 1 }
    m.vcpu(v).reg fcsr, 0x4a + (v ^ salt)
    m.vcpu(v).reg core(0), at + 0x100 * (1 + (v ^ salt))
    csrs.each { m.vcpu(v).reg csr(it[2]), it[3 + 2 * (v ^ salt)] }
    m.vcpu(v).reg compare, 0x7123456700000000 + (v ^ salt)
  }
}
def everything = { m -> [0, 1].collectMany { v -> ((0..32).collect { core it } + (0..31).collect { d it } + [fcsr, compare] + csrs.collect { csr it[2] }).collect { one -> [v, Long.toHexString(one as long), m.vcpu(v).reg(one)] } } }
test('a snapshot brings all of them back, on each vCPU', source: 'api.rst 4.68, 4.69', bringup: 150) {
  def m = guest(0, 0)
  scramble m, 0
  def before = everything(m), saved = m.snapshot()
  scramble m, 1
  expect { everything(m) != before }
  m.restore saved
  expect { everything(m) - before == [] }
}
test('a move carries all of them, on each vCPU', source: 'api.rst 4.68, 4.69', bringup: 160) {
  def m = guest(0, 0)
  scramble m, 0
  def before = everything(m), move = m.moved()
  expect { move.done && move.differences.empty }
  expect { everything(m) - before == [] }
}
[['a size of 4 bytes for the pc', 0x8020000002000000, EINVAL], ['a core register past the mode', 0x8030000002000021, ENOENT], ['a CSR past senvcfg', 0x8030000003000020, ENOENT],
 ['a floating point register past fcsr', 0x8030000006000021, ENOENT], ['a timer register past state', 0x8030000004000004, ENOENT], ['another architecture', 0x6030000000100000, ENOENT],
 ['no type', 0x803000000f000000, ENOENT]].each { name, one, errno ->
  ['KVM_GET_ONE_REG', 'KVM_SET_ONE_REG'].each { call ->
    test("$name is not a register: $call gives $errno", source: 'api.rst 4.68, 4.69', bringup: 140) {
      def m = vm { vcpu(0) { start at } }, b = m.allocate 64
      expect(errno: errno) { m.vcpu(0).ioctl call, id: one, addr: b }
    }
  }
}
