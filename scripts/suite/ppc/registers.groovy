// The registers of a powerpc vCPU, each by itself: those of struct kvm_regs and the one-regs. The guest reads what user space has set (mfspr),
// user space reads what the guest has written (mtspr), and the other vCPU keeps its own.
//   kvmsh -b qemu:ppc64 scripts/suite/ppc/registers.groovy
//   kvmsh test scripts/suite/ppc -b qemu:ppc64-powernv --filter 'r1*'

needs boards: ['qemu:ppc64', 'qemu:ppc64-powernv']
needs asm: ppc64le

def at = 0x1000, there = 0xfff000, door = 0x1000000          // the first byte after memory
def vmOf = { code ->
  vm {
    platform SPAPR
    memory at: 0, size: 16.MB
    load at: at, bytes: code
    vcpu(0) { start at }
    vcpu(1) { start at }
  }
}
// The general registers: r1 is the base of the loads and stores, in a second program r31.
def general = { base ->
  (0..31).findAll { it != base }.collect { "std $it, ${8 * it}($base)" }.join('; ') + '; ' +
    (0..31).findAll { it != base }.collect { "ld $it, ${256 + 8 * it}($base)" }.join('; ') + "; std 0, 0x1000($base); b ."
}
def codes = [1, 31].collectEntries { [it, asm(ppc64le, at: at, general(it)).bytes] }
def value = { vcpu, n -> 0x1111000000000000 * (vcpu + 1) + 0x10001000100L * (n + 1) }
def made = { n -> 0x7000abcd00000000 + 0x10101L * (n + 1) }
def read = { m -> [0, 1].collect { v -> def r = m.vcpu(v).ioctl(KVM_GET_REGS); (0..31).collect { r.gpr[it] } } }
def known = [:]
def x = { base ->
  if (!known[base]) {
    def m = vmOf(codes[base])
    [0, 1].each { v ->
      def r = m.vcpu(v).ioctl(KVM_GET_REGS)
      (0..31).each { r.gpr[it] = value(v, it) }
      if (v == 0) r.gpr[base] = there
      m.vcpu(v).ioctl KVM_SET_REGS, r
    }
    m.mem there + 256, u64: (0..31).collect { made it }
    def before = read(m)
    m.run until: mmio, vcpu: 0, within: 20.s
    known[base] = [before: before, stored: (0..31).collect { m.mem(there + 8 * it, 8).u64(0) }, after: read(m)]
  }
  known[base]
}
(0..31).each { n ->
  def base = n == 1 ? 31 : 1
  test("r$n: the guest stores what KVM_SET_REGS sets, and loads what KVM_GET_REGS reads", source: 'api.rst 4.68, 4.69', bringup: 140) {
    expect { x(base).before[0][n] == value(0, n) && x(base).before[1][n] == value(1, n) }
    expect { x(base).stored[n] == value(0, n) }
    expect { x(base).after[0][n] == made(n) && x(base).after[1][n] == value(1, n) }
  }
}
// Of struct kvm_regs: field, how the guest reads it, what user space sets, what the guest writes, what the other vCPU has.
def spr = { n -> ["mfspr 5, $n", "mtspr $n, 15"] }
def fields = [
  ['cr', ['mfcr 5', 'mtcr 15'], 0x12345678, 0x87654321, 0x11111111], ['ctr', spr(9), 0xfedcba9876543210, 0x123456789abcdef, 0x1111], ['lr', spr(8), 0xfedcba9876543211, 0x123456789abcdee, 0x2222],
  ['xer', spr(1), 0xa0000012, 0x60000034, 0xe0000056], ['srr0', spr(26), 0xfedcba9876543210, 0x123456789abcdec, 0x3330], ['srr1', spr(27), 0x8000000000001001, 0x9000000000003033, 0x8000000000001000],
  ['sprg0', spr(272), 0xfedcba9876543212, 0x123456789abcded, 0x4444], ['sprg1', spr(273), 0xfedcba9876543213, 0x123456789abcdef, 0x5555],
  ['sprg2', spr(274), 0xfedcba9876543214, 0x123456789abcdeb, 0x6666], ['sprg3', spr(275), 0xfedcba9876543215, 0x123456789abcdea, 0x7777],
]
// One-regs: name, SPR, what user space sets, what the guest writes, what the other vCPU has.
def sprs = [
  ['DAR', 19, 0xfedcba9876543210, 0x123456789abcdef, 0x1111], ['DSISR', 18, 0x42000000, 0x0a000000, 0x40000000],
  ['DSCR', 17, 0x1234567, 0x0654321, 0x11], ['AMR', 29, 0xfc00000000000000, 0x3000000000000000, 0x1111], ['UAMOR', 157, 0xff00000000000000, 0x00ff000000000000, 0x1111],
  ['IAMR', 61, 0x5000000000000000, 0x1400000000000000, 0x1111], ['PSPB', 159, 0x12, 0x34, 0x56], ['TAR', 815, 0xfedcba9876543210, 0x123456789abcdef, 0x1111],
  ['MMCR0', 795, 0x80000000, 0x80002000, 0x80000080], ['MMCR1', 798, 0x12000000, 0x34000000, 0x11], ['MMCR2', 785, 0x8000000000000000, 0x4000000000000000, 0], ['MMCRA', 786, 0x10000, 0x20000, 0],
  ['SIAR', 796, 0xfedcba9876543210, 0x123456789abcdec, 0x1110], ['SDAR', 797, 0xfedcba9876543210, 0x123456789abcdec, 0x1110], ['SIER', 784, 0x123456, 0x654321, 0x11],
  ['PID', 48, 0x123, 0x321, 0x111], ['TIDR', 144, 0x123, 0x321, 0x111], ['FSCR', 153, 0x180, 0x104, 0x80], ['VRSAVE', 256, 0x12345678, 0x87654321, 0x1111],
  ['PPR', 896, 0x000c000000000000, 0x0008000000000000, 0x0010000000000000],
] + (1..6).collect { ["PMC$it".toString(), 786 + it, 0x12340000 + it, 0x23450000 + it, 0x11] }
def rows = fields + sprs.collect { [it[0], spr(it[1]), it[2], it[3], it[4], "KVM_REG_PPC_${it[0]}".toString()] }
def code = asm(ppc64le, at: at, rows.collect { "${it[1][0]}; std 5, 0(14); ${it[1][1]}; ${it[1][0]}; std 5, 8(14); std 5, 0x1000(14); nop; b ." }.join('; ')).bytes
def put = { v, r, n ->
  if (r.size() > 5) { v.reg r[5], n; return }
  def s = v.ioctl(KVM_GET_REGS)
  s."${r[0]}" = n
  v.ioctl KVM_SET_REGS, s
}
def got = { v, r -> r.size() > 5 ? v.reg(r[5]) : v.ioctl(KVM_GET_REGS)."${r[0]}" }
rows.eachWithIndex { r, i ->
  def (name, how, a, b, c) = r
  def guest = {
    def m = vmOf(code)
    m.vcpu(0).reg 'pc', at + 32 * i
    m.vcpu(0).reg 'r14', there
    m.vcpu(0).reg 'r15', b
    put m.vcpu(0), r, a
    put m.vcpu(1), r, c
    m
  }
  test("$name: the guest reads what user space sets", source: 'api.rst 4.68, 4.69', bringup: 140) {
    def m = guest()
    expect { got(m.vcpu(0), r) == a && got(m.vcpu(1), r) == c }
    m.run until: mmio, vcpu: 0, within: 20.s
    expect { m.mem(there, 8).u64(0) == a && got(m.vcpu(1), r) == c }
  }
  test("$name: user space reads what the guest writes", source: 'api.rst 4.68, 4.69', bringup: 140) {
    def m = guest()
    m.run until: mmio, vcpu: 0, within: 20.s
    expect { m.mem(there + 8, 8).u64(0) == b }
    expect { got(m.vcpu(0), r) == b && got(m.vcpu(1), r) == c }
  }
}
test('pc: the guest starts where user space says, and user space reads where it stopped', source: 'api.rst 4.68, 4.69', bringup: 140) {
  def m = vmOf(asm(ppc64le, at: at, 'std 5, 0x1000(14); b .; std 6, 0(14); std 6, 0x1000(14); b .').bytes)
  [r5: 0x11, r6: 0x22, r14: there].each { k, n -> m.vcpu(0).reg k, n }
  def s = m.vcpu(0).ioctl(KVM_GET_REGS), other = m.vcpu(1).ioctl(KVM_GET_REGS)
  s.pc = at + 8
  other.pc = 0x4444
  m.vcpu(0).ioctl KVM_SET_REGS, s
  m.vcpu(1).ioctl KVM_SET_REGS, other
  expect { m.vcpu(0).ioctl(KVM_GET_REGS).pc == at + 8 && m.vcpu(1).ioctl(KVM_GET_REGS).pc == 0x4444 }
  m.run until: mmio, vcpu: 0, within: 20.s
  expect { m.mem(there, 8).u64(0) == 0x22 && m.vcpu(0).ioctl(KVM_GET_REGS).pc == at + 16 && m.vcpu(1).ioctl(KVM_GET_REGS).pc == 0x4444 }
}
// MSR: RI, PR and the facilities; KVM keeps HV clear and ME set.
[[0x8000000000001001, 0x8000000000001003], [0x8000000000003003, 0x8000000000001001], [0x8000000002803001, 0x8000000000002003]].each { a, b ->
  test("msr: 0x${Long.toHexString(a)} of user space, then 0x${Long.toHexString(b)} of the guest", source: 'api.rst 4.68, 4.69', bringup: 140) {
    def m = vmOf(asm(ppc64le, at: at, 'mfmsr 5; std 5, 0(14); mtmsrd 15; std 5, 0x1000(14); b .').bytes)
    m.vcpu(0).reg 'r14', there
    m.vcpu(0).reg 'r15', b
    m.vcpu(0).reg 'msr', a
    expect { m.vcpu(0).ioctl(KVM_GET_REGS).msr == a && m.vcpu(1).ioctl(KVM_GET_REGS).msr == 0x8000000000001001 }
    m.run until: mmio, vcpu: 0, within: 20.s
    expect { m.mem(there, 8).u64(0) == a }
    expect { (m.vcpu(0).ioctl(KVM_GET_REGS).msr | 0x1000) == (b | 0x1000) }
  }
}
// KVM keeps these: they are of a higher privilege than the guest's, of another processor, or this emulated processor has them without.
def kept = ['PSSCR', 'EBBHR', 'EBBRR', 'BESCR', 'IC', 'DABR', 'DABRX', 'PURR', 'SPURR', 'MMCRS', 'MMCR3', 'SPMC1', 'SPMC2', 'SIER2', 'SIER3', 'DAWR', 'DAWRX', 'DAWR1', 'DAWRX1', 'CIABR', 'CSIGR', 'TACR', 'TCSCR', 'ACOP',
  'WORT', 'PMC7', 'PMC8', 'ONLINE', 'FPSCR', 'VSCR', 'DEC_EXPIRY']
kept.eachWithIndex { name, i ->
  test("$name: user space reads what it has set, on each vCPU", source: 'api.rst 4.68, 4.69', bringup: 140) {
    def m = vmOf(code), one = "KVM_REG_PPC_$name".toString()
    m.vcpu(0).reg one, 0x120 + 0x10 * i
    m.vcpu(1).reg one, 0x211 + 0x8 * i
    expect { m.vcpu(0).reg(one) == 0x120 + 0x10 * i && m.vcpu(1).reg(one) == 0x211 + 0x8 * i }
  }
}
test('VTB and TB_OFFSET are of the virtual core: user space reads what it has set, the offset rounded up to 2^24', source: 'api.rst 4.68, 4.69', bringup: 140) {
  def m = vmOf(code)
  m.vcpu(0).reg 'KVM_REG_PPC_VTB', 0x123456789
  m.vcpu(0).reg 'KVM_REG_PPC_TB_OFFSET', 0x5500000001
  expect { m.vcpu(0).reg('KVM_REG_PPC_VTB') == 0x123456789 && m.vcpu(0).reg('KVM_REG_PPC_TB_OFFSET') == 0x5501000000 }
}
test('PTCR, the partition table of nested guests, is of the VM', source: 'api.rst 4.68, 4.69', bringup: 140) {
  def m = vmOf(code)
  m.vcpu(0).reg 'KVM_REG_PPC_PTCR', 0x12340004
  expect { m.vcpu(0).reg('KVM_REG_PPC_PTCR') == 0x12340004 && m.vcpu(1).reg('KVM_REG_PPC_PTCR') == 0x12340004 }
}
test('TB_OFFSET: the guest\'s time base moves by it', source: 'api.rst 4.68, 4.69', bringup: 140) {
  def tick = { offset ->
    def m = vmOf(asm(ppc64le, at: at, 'mftb 5; std 5, 0(14); std 5, 0x1000(14); b .').bytes)
    m.vcpu(0).reg 'r14', there
    m.vcpu(0).reg 'KVM_REG_PPC_TB_OFFSET', offset
    m.run until: mmio, vcpu: 0, within: 20.s
    m.mem(there, 8).u64(0) as long
  }
  def before = tick(0), moved = tick(0x7000000000000), after = tick(0)
  expect { moved >= before + 0x7000000000000 && moved <= after + 0x7000000000000 }
}
test('DPDES: a doorbell that user space sets is the vCPU\'s own', source: 'api.rst 4.68, 4.69', bringup: 140) {
  def m = vmOf(code)
  m.vcpu(1).reg 'KVM_REG_PPC_DPDES', 1
  expect { m.vcpu(1).reg('KVM_REG_PPC_DPDES') == 1 && m.vcpu(0).reg('KVM_REG_PPC_DPDES') == 0 }
}
test('LPCR: user space sets what it may, ILE and the alternate interrupt location, and the rest stays', source: 'api.rst 4.68, 4.69', bringup: 140) {
  def m = vmOf(code), one = 'KVM_REG_PPC_LPCR_64', own = m.vcpu(0).reg(one)
  m.vcpu(0).reg one, own ^ 0x2000000
  expect { m.vcpu(0).reg(one) == (own ^ 0x2000000) && m.vcpu(1).reg(one) == own }
  m.vcpu(0).reg one, own ^ 1
  expect { m.vcpu(0).reg(one) == own }
}
[HIOR: 1, DEBUG_INST: 1, VPA_ADDR: 0x120, ARCH_COMPAT: 0x120].each { name, n ->
  test("$name refuses a value that is none: EINVAL", source: 'api.rst 4.68, 4.69') { expect(errno: EINVAL) { vmOf(code).vcpu(0).reg "KVM_REG_PPC_$name", n } }
}
[IAC1: 'of another processor', TFHAR: 'of transactional memory, which a POWER9 lacks', TM_CR: 'of transactional memory, which a POWER9 lacks'].each { name, why ->
  test("$name, $why: EINVAL to read and to write", source: 'api.rst 4.68, 4.69') {
    def v = vmOf(code).vcpu(0), one = "KVM_REG_PPC_$name".toString()
    expect(errno: EINVAL) { v.reg one }
    expect(errno: EINVAL) { v.reg one, 1 }
  }
}
// Vector and floating point: the 64 vector-scalar registers of 16 bytes; the first 32 are also the floating point registers, the last 32 also the vector ones.
def vsr = { n -> n < 32 ? 0x1040000000000060 | n : 0x1040000000000040 | n - 32 }
def vsx = asm(ppc64le, at: at, (0..63).collect { "li 5, ${16 * it}; stxvx $it, 14, 5" }.join('; ') + '; mffs 0; stfd 0, 0x7f0(14); ' +
  (0..63).collect { "li 5, ${16 * it}; lxvx $it, 16, 5" }.join('; ') + '; std 5, 0x1000(14); b .').bytes
def bytes = { vcpu, n -> (0..15).collect { (0x80 * vcpu + 16 * n + it * 7 + 3) & 0xff } }
def loaded = { n -> (0..15).collect { (0x55 + 16 * n + it * 5) & 0xff } }
def seen = null
def f = { ->
  if (!seen) {
    def m = vmOf(vsx), buffer = m.allocate 16
    def set = { v, n -> buffer.write 0, bytes(v, n); m.vcpu(v).ioctl KVM_SET_ONE_REG, id: vsr(n), addr: buffer }
    def get = { v, n -> buffer.write 0, [0] * 16; m.vcpu(v).ioctl KVM_GET_ONE_REG, id: vsr(n), addr: buffer; buffer.bytes(0, 16).toList() }
    [r14: there, r16: 0x8000, msr: 0x8000000002802001].each { k, n -> m.vcpu(0).reg k, n }
    m.vcpu(0).reg 'KVM_REG_PPC_FPSCR', 0xa0
    [0, 1].each { v -> (0..63).each { set v, it } }
    m.mem 0x8000, bytes: (0..63).collectMany { loaded(it) } as byte[]
    def all = { [0, 1].collect { v -> (0..63).collect { get(v, it) } } }
    def before = all(), fprs = (0..31).collect { m.vcpu(0).reg 0x1030000000000020 | it }
    m.run until: mmio, vcpu: 0, within: 20.s
    def stored = m.mem(there, 0x800)
    seen = [before: before, fprs: fprs, stored: (0..63).collect { stored.bytes.toList()[16 * it..16 * it + 15] }, fpscr: stored.u64(0x7f0), after: all()]
  }
  seen
}
(0..63).each { n ->
  test("vs$n: the guest stores the 16 bytes that user space sets, and loads what user space reads", source: 'api.rst 4.68, 4.69', bringup: 140) {
    expect { f().before[0][n] == bytes(0, n) && f().before[1][n] == bytes(1, n) }
    expect { f().stored[n] == bytes(0, n) }
    expect { f().after[0][n] == loaded(n) && f().after[1][n] == bytes(1, n) }
  }
}
test('fpr0 to fpr31 are the more significant halves of vs0 to vs31', source: 'api.rst 4.68, 4.69', bringup: 140) {
  expect { (0..31).findAll { n -> (f().fprs[n] as long) != (0..7).inject(0L) { sum, i -> sum | ((bytes(0, n)[8 + i] as long) << 8 * i) } } == [] }
}
test('FPSCR: the guest reads what user space sets', source: 'api.rst 4.68, 4.69', bringup: 140) { expect { f().fpscr == 0xa0 } }

def scramble = { m, salt ->
  [0, 1].each { v ->
    rows.each { put m.vcpu(v), it, it[2 + (v + salt) % 3] }
    (0..31).each { m.vcpu(v).reg "r$it".toString(), value(v + salt, it) }
    (kept - ['MMCR3', 'DEC_EXPIRY', 'ONLINE', 'DABR', 'DABRX']).eachWithIndex { name, i -> m.vcpu(v).reg "KVM_REG_PPC_$name".toString(), 0x100 + 0x8 * i + v + 2 * salt }
  }
}
def everything = { m -> [0, 1].collectMany { v -> rows.collect { [v, it[0], got(m.vcpu(v), it)] } + (0..31).collect { [v, "r$it".toString(), m.vcpu(v).reg("r$it".toString())] } +
  (kept - ['MMCR3', 'DEC_EXPIRY', 'ONLINE', 'DABR', 'DABRX']).collect { [v, it, m.vcpu(v).reg("KVM_REG_PPC_$it".toString())] } } }
test('a snapshot brings all of them back, on each vCPU', source: 'api.rst 4.68, 4.69', bringup: 150) {
  def m = vmOf(code)
  scramble m, 0
  def before = everything(m), saved = m.snapshot()
  scramble m, 1
  expect { everything(m) != before }
  m.restore saved
  expect { everything(m) - before == [] }
}
test('a move carries all of them, on each vCPU', source: 'api.rst 4.68, 4.69', bringup: 160) {
  def m = vmOf(code)
  scramble m, 0
  def before = everything(m), move = m.moved()
  expect { move.done && move.differences.empty }
  expect { everything(m) - before == [] }
}
[['another architecture', 0x6030000000100000], ['no number', 0x1030000000007fff]].each { name, one ->
  ['KVM_GET_ONE_REG', 'KVM_SET_ONE_REG'].each { call ->
    test("$name is not a register: $call gives EINVAL", source: 'api.rst 4.68, 4.69') {
      def m = vmOf(code), b = m.allocate 64
      expect(errno: EINVAL) { m.vcpu(0).ioctl call, id: one, addr: b }
    }
  }
}
